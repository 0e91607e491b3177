"""Pages of plans: what somebody wants to reach, how it goes, notes, skills and observations."""
