"""Urine tests: recorded, looked at again, corrected by a further row."""

from pulih.actions.clinic.testing import amend_test, look_again, record_test

__all__ = ["amend_test", "look_again", "record_test"]
