"""Scenarios: public accounts of real programmes, played through the same actions that people use."""
