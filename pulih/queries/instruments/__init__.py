"""Licensed wording in use at an office."""

from pulih.queries.instruments.wording import Pack, PackLine, packs, wording_of

__all__ = ["Pack", "PackLine", "packs", "wording_of"]
