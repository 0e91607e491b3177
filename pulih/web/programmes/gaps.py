"""How complete a wave is: papers, opening, every measurement of the plan, each with the way to what is missing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.queries.programmes import Journey, Participant, WaveRecord
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.web.programmes.words import on_day, point_words
from pulih.web.ui.icons import TONES


@dataclass(frozen=True)
class Gap:
    """A part of the wave's completeness: whole, missing, or not due yet; and where the rest is done."""

    shape: str
    words: str
    href: str = ""
    link: str = ""

    @property
    def tone(self) -> str:
        """The colour that goes with the shape."""
        return TONES[self.shape]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.shape == "done"


def gaps(actor: Actor, record: WaveRecord, way: Journey, people: tuple[Participant, ...]) -> tuple[Gap, ...]:
    """What is complete in the wave and what is missing, each with the way there."""
    wave = record.wave
    base = reverse("programmes:wave", args=[wave.reference])
    inside = [who for who in people if who.inside]
    willing = sum(who.willing for who in inside)
    found = [
        Gap(
            "done" if willing == len(inside) else "late",
            _("Surat kesediaan, %(have)s dari %(of)s") % {"have": willing, "of": len(inside)},
            f"{base}?needs=1#peserta" if willing < len(inside) else "",
            _("Daftar"),
        )
    ]
    if record.openings is not None:
        if record.openings:
            first = record.openings[0]
            opening = _("Pembukaan, %(day)s") % {"day": on_day(first[2])}
            found.append(Gap("done", opening, reverse("network:event", args=[first[0]]), _("Lihat")))
        else:
            may = actor.may(Permission.RECORD_EVENTS)
            address = reverse("network:record") if may else ""
            found.append(Gap("not-started", _("Pembukaan belum dicatat"), address, _("Catat")))
    for one in way.measured:
        what = point_words(one.kind, one.code)
        facts = {"what": what, "missing": one.missing, "late": one.late, "done": one.done, "of": one.of}
        if one.missing:
            said = (
                _("%(what)s: %(missing)s orang belum, %(late)s terlambat") % facts
                if one.late
                else _("%(what)s: %(missing)s orang belum") % facts
            )
            href = f"{base}?measure={one.kind}.{one.code}#peserta"
            found.append(Gap("late" if one.late else "due", said, href, _("Daftar")))
        elif one.of:
            found.append(Gap("done", _("%(what)s, %(done)s dari %(of)s") % facts))
        else:
            facts["day"] = on_day(one.opens_on) if one.opens_on else "–"
            found.append(Gap("not-started", _("%(what)s, mulai %(day)s") % facts if one.opens_on else what))
    return tuple(found)
