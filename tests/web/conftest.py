"""What tests of pages may lean on."""

import pytest
from django.test import override_settings


@pytest.fixture
def quick_hashes():
    """Hashing slowly is Django's promise; tests that only sign in do not wait for it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
