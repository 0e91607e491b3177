"""What people pages show, worked out before rendering: next steps with their reasons, and the timeline."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import day, say
from pulih.queries.people import PersonRecord, ReaderRow
from pulih.rules.actors import Actor
from pulih.rules.identity import Age, age_on
from pulih.rules.notes import check_reading
from pulih.rules.permissions import Permission
from pulih.rules.sentences import Sentence, TimeLeft, time_left
from pulih.rules.verdicts import ALLOWED, Verdict, refused
from pulih.web.ui.addresses import address


@dataclass(frozen=True)
class Step:
    """Something to do next: what, why now, where; or why it cannot be done."""

    words: str
    note: str
    status: str
    href: str
    button: str
    verdict: Verdict = ALLOWED


@dataclass(frozen=True)
class Happening:
    """An entry of the timeline."""

    day: date
    words: str
    note: str
    kind: str
    dot: str = "full"
    opens_the_past: bool = False
    """Whether the line of today stands above this entry."""


@dataclass(frozen=True)
class Tab:
    """A part of the record the actor may see."""

    href: str
    words: str
    current: bool


def shows() -> list[tuple[str, str]]:
    """What the list can be narrowed to, in words."""
    return [
        ("remand", _("Tahanan")),
        ("sentenced", _("Narapidana")),
        ("expired", _("Ekspirasi sudah lewat")),
        ("long_remand", _("Tahanan lebih dari 400 hari")),
        ("no_sentence", _("Tanggal pidana belum ada")),
        ("no_number", _("NIK belum ada")),
        ("no_category", _("Kategori peserta belum ada")),
    ]


@dataclass(frozen=True)
class PersonPage:
    """The record of one person as a page."""

    record: PersonRecord
    today: date
    age: Age | None
    left: TimeLeft | None
    tabs: tuple[Tab, ...]
    tab: str
    steps: tuple[Step, ...]
    timeline: tuple[Happening, ...]
    may_write: Verdict
    may_categorise: Verdict
    may_reveal: bool
    readers: tuple[ReaderRow, ...] = ()
    shown: str = ""
    """What the timeline is narrowed to."""
    concern: str = ""
    """Where a worker's concern is raised, for whoever may."""
    notes: str = ""
    """Where the notes lie that are open to the actor; nothing where none are."""
    incidents: str = ""
    """Where incidents lie, for whoever sees custody."""
    beside: tuple[tuple[str, str], ...] = ()
    """Further addresses about this person with their words: days away, release, merging."""


def may_write(actor: Actor, record: PersonRecord) -> Verdict:
    """Whether this actor may change the record: the role, and that the office works with the person now."""
    if record.basis == "break_glass":
        return refused("opened_in_emergency")
    if not record.works_here:
        return refused("not_held_here")
    return actor.may(Permission.REGISTER_PEOPLE)


def may_categorise(actor: Actor, record: PersonRecord) -> Verdict:
    """The same for the participant category, which assessors decide."""
    if record.basis == "break_glass":
        return refused("opened_in_emergency")
    if not record.works_here:
        return refused("not_held_here")
    return actor.may(Permission.SET_CATEGORY)


def person_page(
    actor: Actor,
    record: PersonRecord,
    tab: str,
    today: date,
    readers: tuple[ReaderRow, ...] = (),
    shown: str = "",
    steps_beside: tuple[Step, ...] = (),
    beside: tuple[Happening, ...] = (),
) -> PersonPage:
    """Put a page together; nothing is looked up here. What other topics know comes as steps and happenings."""
    sentence = record.sentence
    facts = (
        Sentence(
            sentence.articles,
            sentence.started_on,
            sentence.two_thirds_on,
            sentence.expires_on,
            sentence.as_of,
            sentence.source,
        )
        if sentence
        else None
    )
    entries = sorted([*happenings(record, today), *beside], key=lambda one: one.day, reverse=True)
    timeline = [one for one in entries if not shown or one.kind == shown]
    past = next((place for place, one in enumerate(timeline) if one.day <= today), None)
    if past:
        timeline[past] = replace(timeline[past], opens_the_past=True)
    return PersonPage(
        record=record,
        today=today,
        age=age_on(record.birth_date, record.birth_year, today),
        left=time_left(facts, today) if facts else None,
        tabs=tabs(actor, record, tab),
        tab=tab,
        steps=(*steps_beside, *steps(actor, record, today)),
        timeline=tuple(timeline),
        may_write=may_write(actor, record),
        may_categorise=may_categorise(actor, record),
        may_reveal=bool(actor.may(Permission.READ_NATIONAL_NUMBER)) and record.works_here,
        readers=readers,
        shown=shown,
        concern=address("assessments:concern", record.reference)
        if record.works_here and actor.may(Permission.RAISE_CONCERN)
        else "",
        notes=address("plans:notes", record.reference)
        if record.basis != "episode" and check_reading(actor)
        else "",
        incidents=address("custody:incidents_of", record.reference)
        if record.basis != "episode" and actor.may(Permission.READ_CUSTODY)
        else "",
        beside=_beside_links(actor, record, bool(beside)),
    )


def _beside_links(actor: Actor, record: PersonRecord, enrolled: bool) -> tuple[tuple[str, str], ...]:
    """What custody brings, for whoever records it, while somebody is here."""
    if not record.works_here or record.open_stay is None:
        return ()
    offered = (
        ("custody:record_away", Permission.RECORD_TIME_AWAY, _("Isolasi, sidang, rumah sakit")),
        ("custody:release", Permission.PREPARE_RELEASE, _("Persiapan bebas")),
        ("custody:merge_choose", Permission.MERGE_PEOPLE, _("Gabungkan dengan catatan lain")),
    )
    leaves = enrolled and record.sentence is not None
    return tuple(
        (address(route, record.reference), words)
        for route, permission, words in offered
        if actor.may(permission) and (route != "custody:release" or leaves)
    )


def tabs(actor: Actor, record: PersonRecord, current: str) -> tuple[Tab, ...]:
    """The parts this actor may see; a hidden one leaves no trace."""
    parts = [("summary", _("Ringkasan"))]
    if record.basis != "episode":
        parts += [("identity", _("Identitas"))]
    if actor.may(Permission.READ_CUSTODY):
        parts += [("custody", _("Penempatan dan pidana"))]
    if actor.may(Permission.READ_READERS):
        parts += [("readers", _("Siapa yang membuka"))]
    return tuple(
        Tab(
            address("people:person", record.reference)
            if name == "summary"
            else address("people:part", record.reference, name),
            words,
            name == current,
        )
        for name, words in parts
    )


def steps(actor: Actor, record: PersonRecord, today: date) -> tuple[Step, ...]:
    """What should be done with this record now; first what is late."""
    if record.basis in ("episode", "break_glass"):
        return ()
    write, categorise = may_write(actor, record), may_categorise(actor, record)
    reference, stay, sentence = record.reference, record.open_stay, record.sentence
    found: list[Step] = []
    language = get_language() or "id"
    if stay and sentence and sentence.expires_on and sentence.expires_on < today:
        found.append(
            Step(
                _("Ekspirasi sudah lewat"),
                _("Ekspirasi %(day)s. Perbarui tanggalnya, atau catat keluarnya.")
                % {"day": day(sentence.expires_on, language)},
                "late",
                address("people:stay_end", reference, stay.id),
                _("Catat keluar"),
                write,
            )
        )
    if stay and stay.kind == "sentenced" and (sentence is None or sentence.expires_on is None):
        found.append(
            Step(
                _("Tanggal pidana belum ada"),
                _("Tanpa tanggal ekspirasi tidak bisa dihitung siapa yang sempat ikut program."),
                "due",
                address("people:sentence", reference),
                _("Isi tanggal pidana"),
                write,
            )
        )
    if not record.number_ending:
        found.append(
            Step(
                _("NIK belum ada"),
                _("NIK mencegah orang yang sama tercatat dua kali."),
                "not-started",
                address("people:number", reference),
                _("Isi NIK"),
                write,
            )
        )
    if record.category is None:
        found.append(
            Step(
                _("Kategori peserta belum ada"),
                _("Menentukan hak atas rehabilitasi: dengan dasar hukum atau klinis."),
                "not-started",
                address("people:category", reference),
                _("Tetapkan kategori"),
                categorise,
            )
        )
    return tuple(found)


def happenings(record: PersonRecord, today: date) -> list[Happening]:
    """Everything dated in the record, newest first; days to come stand above today."""
    language = get_language() or "id"
    found: list[Happening] = []
    for stay in record.stays:
        found.append(
            Happening(
                stay.started_on,
                _("Masuk %(office)s") % {"office": stay.organisation},
                f"{say(f'stay_kind.{stay.kind}', language)}, {stay.register_number}",
                "stay",
            )
        )
        if stay.ended_on:
            found.append(
                Happening(
                    stay.ended_on,
                    _("Keluar dari %(office)s") % {"office": stay.organisation},
                    say(f"ending.{stay.how_ended}", language) if stay.how_ended else "",
                    "stay",
                )
            )
    for sentence in record.sentences:
        found.append(
            Happening(sentence.as_of, _("Tanggal pidana dicatat"), "; ".join(sentence.articles), "sentence")
        )
    if record.sentence:
        for when, words in (
            (record.sentence.two_thirds_on, _("Dua pertiga pidana")),
            (record.sentence.expires_on, _("Ekspirasi")),
        ):
            if when and when > today:
                source = _("Menurut %(source)s") % {"source": record.sentence.source}
                found.append(Happening(when, words, source, "sentence", "next"))
    for category in record.categories:
        found.append(
            Happening(
                category.decided_on,
                _("Kategori: %(category)s") % {"category": say(f"category.{category.category}", language)},
                category.paper,
                "category",
            )
        )
    return sorted(found, key=lambda one: one.day, reverse=True)
