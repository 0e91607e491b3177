"""The one form of the audit: a finding about an emergency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pulih.rules.emergencies import LEAST_NOTE
from pulih.web.ui.forms import PulihForm


class ReviewForm(PulihForm):
    """Justified or not, and why."""

    finding = forms.ChoiceField(
        label=_("Apakah pembukaan ini dapat dibenarkan?"),
        choices=[("justified", _("Dapat dibenarkan")), ("unjustified", _("Tidak dapat dibenarkan"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu: dapat dibenarkan atau tidak.")},
    )
    note = forms.CharField(
        label=_("Apa yang Anda periksa, dan apa kesimpulannya?"),
        help_text=_("Paling sedikit %(least)s huruf. Jangan tulis nama orang.") % {"least": LEAST_NOTE},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
