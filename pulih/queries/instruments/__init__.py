"""Licensed wording in use at an office, and in whose name a command may load it."""

from pulih.queries.instruments.loading import may_act_as, may_load_as
from pulih.queries.instruments.wording import Pack, PackLine, packs, wording_of

__all__ = ["Pack", "PackLine", "may_act_as", "may_load_as", "packs", "wording_of"]
