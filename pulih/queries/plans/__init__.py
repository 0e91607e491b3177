"""Plans, notes, skills and observations, looked up."""
