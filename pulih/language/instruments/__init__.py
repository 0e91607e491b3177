"""Instruments out of their definition files: the library, and the checker for those who write one."""

from pulih.language.instruments.catalogue import instrument, instruments, versions
from pulih.language.instruments.checking import DefinitionFlawed, Flawed, check_text, read_text

__all__ = [
    "DefinitionFlawed",
    "Flawed",
    "check_text",
    "instrument",
    "instruments",
    "read_text",
    "versions",
]
