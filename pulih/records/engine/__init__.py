"""Django's PostgreSQL, with a pool that notices a restarted server without asking it each time."""
