"""Targets with realisation: a year of the facilities below, or one's own."""
