"""Openings: recorded with host, guests, minutes and photos."""
