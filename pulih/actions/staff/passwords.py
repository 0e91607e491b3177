"""What a password must be, asked of Django's validators and told in our words."""

from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError

from pulih.records.models import Account
from pulih.rules.errors import RuleBroken
from pulih.rules.staff import PASSWORD_SHORTEST

_CODES = {
    "password_too_short": "staff_password_short",
    "password_too_similar": "staff_password_similar",
    "password_too_common": "staff_password_common",
}


def check_password_rules(password: str, username: str, full_name: str = "") -> None:
    """Refuse a password that is short, common or like the person's own names; at the field `password1`.

    Codes: `staff_password_short`, `staff_password_common`, `staff_password_similar`.
    """
    bearer = Account(username=username, full_name=full_name)
    for validator in get_default_password_validators():
        try:
            validator.validate(password, bearer)
        except ValidationError as refusal:
            code = _CODES.get(str(refusal.error_list[0].code), "staff_password_common")
            raise RuleBroken(code, "password1", least=PASSWORD_SHORTEST) from refusal
