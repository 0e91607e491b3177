"""The controls painted in Python are those of Django's templates, whatever stands in them."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from pulih.web.ui.controls import PAINTED, attributes
from pulih.web.ui.forms import PulihRenderer

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
VALUE = st.one_of(TEXT, st.none(), st.integers(0, 12_000), TEXT.map(mark_safe))
ATTRS = st.dictionaries(
    st.sampled_from(["id", "class", "maxlength", "disabled", "aria-label", "data-on"]),
    st.one_of(TEXT, st.booleans(), st.integers(0, 12_000)),
    max_size=4,
)
CHOICES = st.lists(
    st.one_of(
        st.tuples(TEXT, TEXT),
        st.tuples(st.integers(0, 12_000), st.sampled_from([gettext_lazy("Ya"), gettext_lazy("Tidak")])),
        st.tuples(TEXT.filter(bool), st.lists(st.tuples(TEXT, TEXT), max_size=3)),
    ),
    max_size=5,
)
BETWEEN_TAGS = re.compile(r">\s+<")
PLAIN = (forms.TextInput, forms.NumberInput, forms.PasswordInput, forms.HiddenInput, forms.EmailInput,
         forms.CheckboxInput, forms.Textarea)  # fmt: skip


def painted_and_templated(widget: forms.Widget, value: object, attrs: dict[str, object]) -> tuple[str, str]:
    assert widget.template_name in PAINTED
    return tuple(
        BETWEEN_TAGS.sub("><", widget.render("nama", value, attrs, renderer=renderer))
        for renderer in (PulihRenderer(), DjangoTemplates())
    )


@given(kind=st.sampled_from(PLAIN), value=VALUE, attrs=ATTRS)
def test_a_control_is_painted_as_its_template_says(kind, value, attrs):
    ours, theirs = painted_and_templated(kind(), value, attrs)
    assert ours == theirs


@given(choices=CHOICES, value=VALUE, attrs=ATTRS)
def test_a_list_is_painted_as_its_template_says(choices, value, attrs):
    ours, theirs = painted_and_templated(forms.Select(choices=choices), value, attrs)
    assert ours == theirs


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "O'Brien & <b>", "\x00"])
def test_nothing_that_was_typed_becomes_markup(typed: str):
    ours, theirs = painted_and_templated(forms.TextInput(), typed, {"title": typed})
    assert ours == theirs
    assert "<script" not in ours[1:]
    assert attributes({"title": typed}) == f' title="{ours.split("title=", 1)[1][1:-2]}"'
