"""Pages of what participants say: slips without a name, and complaints that are owed an answer."""
