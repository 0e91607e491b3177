"""Finding somebody by a part of a name, a register number, a reference or a national number.

Names are searched on `person_search` alone: a policy lets only leakproof operators go first, so text search
on `person` would read a million rows. One facility is some thirty pages of a covering index.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulih.records import audit, passage
from pulih.records.asking import ask
from pulih.records.keys import keys
from pulih.records.models import Organisation
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.identity import parse_national_number
from pulih.rules.names import SearchKind, SearchTerms, parse_search
from pulih.rules.permissions import Permission

MOST = 20
ENOUGH = 5
"""With fewer exact hits than this, names spelt alike are looked for as well."""
ALIKE = 0.4
"""Word similarity from which a name counts as spelt alike: one slip in a word of seven letters."""

_COLUMNS = """
SELECT p.id, p.reference, p.name, p.sex, p.birth_date, p.birth_year, s.register_number, s.kind, s.block
FROM {found} JOIN person p ON p.id = f.person_id
LEFT JOIN LATERAL (SELECT t.register_number, t.kind, t.block FROM stay t
                   WHERE t.person_id = p.id AND t.organisation_id = %(office)s
                   ORDER BY t.ended_on IS NOT NULL, t.started_on DESC LIMIT 1) s ON true
ORDER BY {order}
"""

# The same folding as `rules.names.register_key`; a test holds the two equal.
_REGISTER_KEY = (
    "regexp_replace(trim(BOTH '/' FROM regexp_replace(upper(t.register_number), '[^A-Z0-9]+', '/', 'g')),"
    " '(?<![0-9])/|/(?![0-9])', '', 'g')"
)
_BY_REGISTER_NUMBER = f"""(
SELECT k.person_id FROM (
    SELECT DISTINCT ON (t.person_id) t.person_id, {_REGISTER_KEY} AS key, t.ended_on
    FROM stay t WHERE t.organisation_id = %(office)s AND {_REGISTER_KEY} LIKE '%%' || %(value)s::text || '%%'
    ORDER BY t.person_id, t.ended_on IS NOT NULL) k
ORDER BY k.ended_on IS NOT NULL, k.key NOT LIKE %(value)s::text || '%%', k.key LIMIT 21) f"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found, with what tells them apart from others of the name."""

    id: UUID
    reference: str
    name: str
    sex: str
    birth_date: object
    birth_year: int | None
    register_number: str | None
    kind: str | None
    block: str | None


@dataclass(frozen=True)
class SearchResult:
    """What a search found; `answer` and `holder` are for a national number: unknown, yours, free, held."""

    text: str
    kind: str
    hits: tuple[Hit, ...]
    more: bool = False
    alike: bool = False
    """Whether the hits are names spelt alike, because nothing matched as typed."""
    answer: str = ""
    holder: str = ""


def find(actor: Actor, text: str) -> SearchResult:
    """At most twenty people of the actor's office. Raises RuleBroken when too little was typed."""
    require(actor.may(Permission.FIND_PEOPLE), attempt=True)
    terms = parse_search(text)
    if terms.kind is SearchKind.NAME:
        return _by_name(actor, text, terms)
    if terms.kind is SearchKind.NATIONAL_NUMBER:
        return _by_number(actor, text, terms.value)
    if terms.kind is SearchKind.REFERENCE:
        found = "(SELECT p.id AS person_id FROM person p WHERE p.reference = %(value)s) f"
    else:
        found = _BY_REGISTER_NUMBER
    sql = _COLUMNS.format(found=found, order="s.register_number")
    rows = _rows(sql, actor, value=terms.value)
    if not rows and terms.kind is SearchKind.REFERENCE and (now := passage.survivor_of(terms.value)):
        rows = _rows(sql, actor, value=now)
    return SearchResult(text, terms.kind.value, tuple(rows[:MOST]), len(rows) > MOST)


def _by_name(actor: Actor, text: str, terms: SearchTerms) -> SearchResult:
    patterns = ["%" + word + "%" for word in terms.words]
    exact = (
        "(SELECT person_id, name_key FROM person_search WHERE organisation_id = %(office)s"
        " AND name_key LIKE ALL (%(patterns)s::text[]) ORDER BY name_key NOT LIKE %(first)s::text, name_key LIMIT 21) f"
    )
    order = "f.name_key NOT LIKE %(first)s::text, f.name_key"
    sql = _COLUMNS.format(found=exact, order=order)
    rows = _rows(sql, actor, patterns=patterns, first=terms.words[0] + "%")
    if len(rows) >= ENOUGH:
        return SearchResult(text, terms.kind.value, tuple(rows[:MOST]), len(rows) > MOST)
    # OFFSET 0 keeps the similarity from being computed again for the condition and the order.
    alike = (
        "(SELECT * FROM (SELECT person_id, name_key, word_similarity(%(word)s::text, name_key) AS near"
        " FROM person_search WHERE organisation_id = %(office)s AND name_key LIKE ANY (%(pieces)s::text[]) OFFSET 0) s"
        " WHERE near >= %(alike)s::float8 ORDER BY near DESC, name_key LIMIT 10) f"
    )
    sql = _COLUMNS.format(found=alike, order="f.near DESC, f.name_key")
    word = max(terms.words, key=len)
    near = _rows(sql, actor, word=word, pieces=_pieces(word), alike=ALIKE)
    known = {hit.id for hit in rows}
    joined = [*rows, *(hit for hit in near if hit.id not in known)]
    return SearchResult(text, terms.kind.value, tuple(joined[:MOST]), alike=not rows and bool(near))


def _pieces(word: str) -> list[str]:
    """Patterns of which a name spelt alike holds one: three letters in a row, or a word begun the same.

    Comparing letters is cheap and spares most names the reckoning of similarity.
    """
    inner = ["%" + word[place : place + 3] + "%" for place in range(max(1, len(word) - 2))]
    return [*inner, word[:2] + "%", "% " + word[:2] + "%"]


def _by_number(actor: Actor, text: str, digits: str) -> SearchResult:
    answer, holder, person_id = ask_number(actor, digits)
    hits: list[Hit] = []
    if person_id:
        found = "(SELECT %(person)s::uuid AS person_id) f"
        hits = _rows(_COLUMNS.format(found=found, order="p.name"), actor, person=person_id)
    return SearchResult(text, SearchKind.NATIONAL_NUMBER.value, tuple(hits), answer=answer, holder=holder)


def ask_number(actor: Actor, raw: str) -> tuple[str, str, UUID | None]:
    """Whose a national number is: (unknown | yours | free | held, name of the holder, person if ours).

    The gate writes the audit event of the question, so nobody can sound out who is held where and leave
    no trace. Raises RuleBroken for a number that cannot be one.
    """
    require(actor.may(Permission.FIND_PEOPLE), attempt=True)
    number = parse_national_number(raw)
    number_hash = keys().index_number(number.digits)
    found = passage.ask_who_has([number_hash], asking_number(actor, number_hash))[number_hash]
    holder = ""
    if found.answer == "held":
        holder = Organisation.objects.values_list("name", flat=True).get(pk=found.organisation_id or 0)
    return found.answer, holder, found.person_id


def asking_number(actor: Actor, number_hash: bytes) -> str:
    """The audit event of asking whose a national number is, which the gate keeps."""
    return audit.event_body(
        "people.ask_number",
        by=actor,
        subject="identifier",
        subject_id="",
        changes={"national_number": [None, number_hash]},
    )


def _rows(sql: str, actor: Actor, **values: Any) -> list[Hit]:
    return [Hit(*row) for row in ask(sql, {"office": actor.organisation_id, **values})]
