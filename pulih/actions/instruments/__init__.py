"""Instruments: licensed wording an office may use."""

from pulih.actions.instruments.wording import Loaded, load_wording

__all__ = ["Loaded", "load_wording"]
