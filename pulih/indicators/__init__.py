"""What is measured: portable SQL, one file an indicator, run over facts without a name or number in them."""

from pulih.indicators.reading import CycleRead, WaveRead, read_wave
from pulih.indicators.wave import columns_of, columns_of_wave

__all__ = ["CycleRead", "WaveRead", "columns_of", "columns_of_wave", "read_wave"]
