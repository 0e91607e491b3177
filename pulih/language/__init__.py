"""How we say it: wording of codes, statuses, roles and errors, Indonesian and English. No Django."""
