"""Result sheets of waves: read, drafted, checked, approved, taken along."""
