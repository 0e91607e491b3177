"""Licensed wording in use at an office."""

from pulih.queries.instruments.wording import Pack, PackLine, is_worded, packs, wording_of

__all__ = ["Pack", "PackLine", "is_worded", "packs", "wording_of"]
