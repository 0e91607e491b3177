"""Forms of the import of answer sheets: what a file holds, what is to be typed into, and the decision."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pulih.actions.assessments import sheet_import as actions
from pulih.language.instruments import instruments
from pulih.language.wording import say
from pulih.queries import programmes
from pulih.queries.assessments.stack import EXTRA
from pulih.rules.actors import Actor
from pulih.rules.instruments.administering import check_role
from pulih.rules.programmes import URINE
from pulih.web.ui.forms import PulihForm


class AboutForm(PulihForm):
    """What a file holds, or is to hold."""

    instrument = forms.ChoiceField(label=lazy("Instrumen"), widget=forms.Select)
    wave = forms.ChoiceField(label=lazy("Tahap"), widget=forms.Select)
    point = forms.ChoiceField(
        label=lazy("Titik pengukuran"),
        required=False,
        widget=forms.Select,
        help_text=lazy("Bagi baris yang tidak menyebutnya."),
    )

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or "id"
        known = [
            (code, one.title.say(language))
            for code, one in instruments().items()
            if check_role(one, actor.role)
        ]
        self.fields["instrument"].choices = [("", _("Pilih satu")), *known]
        waves = programmes.list_waves(actor)
        self.fields["wave"].choices = [(one.reference, one.name) for one in waves]
        points = [*_points(waves), EXTRA]
        self.fields["point"].choices = [
            ("", _("Ada dalam berkas")),
            *((one, say(f"point.{one}", language)) for one in points),
        ]

    def about(self) -> actions.About:
        """As the use case takes it."""
        given = self.cleaned_data
        return actions.About(given["instrument"], given["wave"], given["point"])


def _points(waves: Iterable[programmes.WaveFacts]) -> list[str]:
    """Every point at which some wave asks a questionnaire, by its month."""
    found = {point.code: point.month for one in waves for cycle in one.cycles for point in cycle.plan
             if point.kind != URINE}  # fmt: skip
    return sorted(found, key=lambda code: (found[code], code))


class UploadForm(AboutForm):
    """A file of answer sheets."""

    file = forms.FileField(
        label=lazy("Berkas lembar jawaban"),
        help_text=lazy("Excel (.xlsx) atau CSV, satu baris tiap orang, paling banyak 1.000 lembar."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )


class TemplateForm(AboutForm):
    """A file to type into."""

    names = forms.BooleanField(
        label=lazy("Sertakan nama"),
        required=False,
        help_text=lazy("Tanpa nama, berkas yang hilang di jalan tidak menyebut siapa pun."),
    )


class ApplyForm(PulihForm):
    """Whether the rows in the way stay out."""

    leave_out = forms.BooleanField(label=lazy("Sisihkan baris yang perlu diperbaiki"), required=False)

    def __init__(self, *args: Any, standing: int, **more: Any) -> None:
        super().__init__(*args, **more)
        if not standing:
            del self.fields["leave_out"]
