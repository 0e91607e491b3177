"""Pages of what custody brings: days away, incidents, getting ready for release, two records of one person."""
