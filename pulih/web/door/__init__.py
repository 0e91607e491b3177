"""The door: what every request passes. Session, actor and scope in; commit, refusals and headers out."""
