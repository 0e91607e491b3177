"""The base of every form: renders in the guide's way, keeps what was typed, is carried out once.

A form checks syntax only. What a rule refuses is added with `add_reasons`, at the field it is about.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulih.language.wording import reason_text
from pulih.rules.errors import RuleBroken
from pulih.rules.verdicts import Reason
from pulih.web.ui.controls import PAINTED
from pulih.web.ui.fields import DayMonthYear

CLASSES: Mapping[type[forms.Widget], str] = {
    forms.Textarea: "textarea w-full",
    forms.Select: "select w-full",
    forms.ClearableFileInput: "file-input w-full",
    forms.PasswordInput: "input w-full",
    forms.TextInput: "input w-full",
    forms.NumberInput: "input w-32",
    forms.CheckboxInput: "checkbox checkbox-primary",
}


def _within_sentence(label: str) -> str:
    """A label without its capital, unless it begins with an abbreviation such as NIK."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _within(words: str, field: forms.Field, name: str) -> str:
    return words % {"label": _within_sentence(str(field.label or name))}


_fill_in = lazy(lambda *which: _within(_("Isi %(label)s."), *which), str)
_tick = lazy(lambda *which: _within(_("Centang dulu: %(label)s."), *which), str)
_pick = lazy(lambda *which: _within(_("Pilih %(label)s."), *which), str)
"""Said only when something is missing: every form has these words for every field, and few are ever read."""
_PICK_FILE = {
    "required": gettext_lazy("Pilih berkas."),
    "empty": gettext_lazy("Berkas itu kosong. Pilih berkas lain."),
}
_NOT_LISTED = gettext_lazy("Pilih salah satu dari daftar.")


def _default_message(field: forms.Field, code: str) -> object:
    """What Django itself would say."""
    for kind in type(field).__mro__:
        words = getattr(kind, "default_error_messages", {}).get(code)
        if words is not None:
            return words
    return None


def _make_ready(name: str, field: forms.Field) -> None:
    """Give a field the guide's classes, and our own words where it still has Django's."""
    widget = field.widget
    if not isinstance(widget, DayMonthYear | forms.RadioSelect | forms.HiddenInput):
        for kind, classes in CLASSES.items():
            if isinstance(widget, kind):
                widget.attrs.setdefault("class", classes)
                break
    for code, words in _own_words(name, field).items():
        if field.error_messages.get(code) is _default_message(field, code):
            field.error_messages[code] = words


def _own_words(name: str, field: forms.Field) -> Mapping[str, Any]:
    """What we say instead of Django, by the code of the error; a form's own words stay."""
    if isinstance(field, forms.BooleanField):
        return {"required": _tick(field, name)}
    if isinstance(field, forms.FileField):
        return _PICK_FILE
    if isinstance(field, forms.ChoiceField):
        return {"required": _pick(field, name), "invalid_choice": _NOT_LISTED}
    return {"required": _fill_in(field, name)}


class Fields(dict[str, forms.Field]):
    """The fields of a class, copied for each form only as far as a form changes its own.

    That is the widget's attributes and the words of the errors; choices are replaced, never changed in place.
    Django copies every choice too and asks `copy` how for each object, half of what making a form took.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return {name: _copied(field, memo) for name, field in self.items()}


_AS_FIELDS = (forms.Field.__deepcopy__, forms.ChoiceField.__deepcopy__)  # type: ignore[attr-defined]
_AS_WIDGETS = (forms.Widget.__deepcopy__, forms.Select.__deepcopy__)


def _copied(field: forms.Field, memo: dict[int, Any]) -> forms.Field:
    if type(field).__deepcopy__ not in _AS_FIELDS:  # type: ignore[attr-defined]
        return deepcopy(field, memo)
    own: forms.Field = _alike(field)
    widget = field.widget
    if type(widget).__deepcopy__ in _AS_WIDGETS:
        own.widget = _alike(widget)
        own.widget.attrs = widget.attrs.copy()
    else:
        own.widget = deepcopy(widget, memo)
    own.error_messages = field.error_messages.copy()
    own.validators = field.validators[:]
    return own


def _alike(one: Any) -> Any:
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__)
    return made


class PulihRenderer(TemplatesSetting):
    """Django's form rendering with our templates for form and field."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As Django's, but for its own controls, which need no template."""
        if paint := PAINTED.get(template_name):
            return paint(context["widget"])
        return super().render(template_name, context, request)


class PulihForm(forms.Form):
    """`once` lets a form be carried out a single time; `revision` shows whether the page is stale."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # The browser's own bubbles speak the browser's language and hide the summary.
    use_required_attribute = False
    required_css_class = ""
    error_css_class = "bad"

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        revision: int | None = None,
        initial: Any = None,
        **more: Any,
    ) -> None:
        self._make_class_ready()
        self._kept = initial if isinstance(initial, QueryDict) else None
        begin = {"once": uuid4(), "revision": revision, **self._begun(initial)}
        super().__init__(data, files, initial=begin, **more)
        for name in self.fields.keys() - self.base_fields.keys():
            self._dress(name, self.fields[name])

    @classmethod
    def _make_class_ready(cls) -> None:
        """Dress and word the fields of a class once: each form made of it copies them."""
        if "_ready" not in cls.__dict__:
            for name, field in cls.base_fields.items():
                _make_ready(name, field)
            cls.base_fields = Fields(cls.base_fields)
            cls._ready = True

    def _begun(self, initial: Any) -> dict[str, Any]:
        """First values; a kept form (a QueryDict) is read by its widgets, so that dates come back whole."""
        if not isinstance(initial, QueryDict):
            return dict(initial or {})
        return {
            name: field.widget.value_from_datadict(initial, {}, name)
            for name, field in self.base_fields.items()
            if not field.widget.value_omitted_from_data(initial, {}, name)
            and not field.widget.needs_multipart_form
        }

    def _dress(self, name: str, field: forms.Field) -> None:
        """Make ready a field added after the class was made; it takes what was kept of it, as the others did."""
        if self._kept is not None and name not in self.base_fields:
            self.initial[name] = field.widget.value_from_datadict(self._kept, {}, name)
        _make_ready(name, field)

    @property
    def token(self) -> UUID | None:
        """The token that lets this form be carried out once."""
        return self.cleaned_data.get("once")

    @property
    def seen_revision(self) -> int | None:
        """The revision the page showed when it was opened."""
        return self.cleaned_data.get("revision")

    def add_reason(self, text: str, field: str | None = None) -> None:
        """Show a worded refusal at a field, or in the summary when it concerns the whole."""
        self.add_error(field if field in self.fields else None, text)

    def add_reasons(self, broken: RuleBroken | Iterable[Reason]) -> None:
        """Show everything a rule refused, each where it belongs."""
        reasons = broken.reasons if isinstance(broken, RuleBroken) else broken
        for reason in reasons:
            self.add_reason(reason_text(reason, get_language() or "id"), reason.about)

    def _first_input(self, bound: forms.BoundField) -> str:
        """The id a link of the summary leads to: an input, never only the frame around several."""
        if isinstance(bound.field.widget, DayMonthYear | forms.RadioSelect):
            return f"{bound.auto_id}_0"
        return bound.id_for_label or bound.auto_id

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of the input it belongs to, for the summary."""
        found = []
        for name, errors in self.errors.items():
            target = ""
            if name != "__all__" and not self[name].is_hidden:
                target = self._first_input(self[name])
            found += [(target, str(error)) for error in errors]
        return found

    @property
    def summary(self) -> SafeString | str:
        """The error summary, which stands first and takes the focus; nothing when all is well."""
        return render_to_string("ui/errors.html", {"problems": self.problems}) if self.errors else ""
