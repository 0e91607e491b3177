"""What is measured: portable SQL, one file an indicator, run over facts without a name or number in them."""

from pulih.indicators.wave import columns_of_wave

__all__ = ["columns_of_wave"]
