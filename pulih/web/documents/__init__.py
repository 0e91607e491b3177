"""Papers the office issues, and the public page that confirms one."""
