"""What people can do: one function per use case, `verb_noun(*, ..., by)`. Nothing else writes."""
