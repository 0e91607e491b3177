"""Licensed wording is loaded whole; what was loaded before stays, for what was asked with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulih.actions.acting import action
from pulih.language.instruments import instrument
from pulih.records import audit, scope
from pulih.records.models import WordingPack
from pulih.rules.actors import Actor
from pulih.rules.errors import require
from pulih.rules.instruments import Instrument
from pulih.rules.permissions import Permission
from pulih.rules.wording_packs import PackFile, check_pack, read_pack


@dataclass(frozen=True)
class Loaded:
    """What became of a file: the pack in use now, and whether it is a new one."""

    pack_id: UUID
    version: str
    language: str
    sha256: str
    fresh: bool


@action(Permission.LOAD_WORDING)
def load_wording(*, code: str, pack: Mapping[str, Any], by: Actor) -> Loaded:
    """Take the licensed text of an instrument into use at one's own office, in one language.

    The same file a second time changes nothing. The audit keeps whose text it is and its fingerprint,
    never the text itself.
    """
    definition, file = instrument(code), read_pack(pack)
    require(
        check_pack(
            tuple(item.code for item in definition.items),
            file.texts,
            file.language,
            file.holder,
            file.licence,
            file.licensed_until,
            scope.today(),
            _answer_sets(definition),
        )
    )
    fingerprint = _fingerprint(definition, file)
    newest = (
        WordingPack.objects.filter(
            organisation_id=by.organisation_id, instrument=definition.code, language=file.language
        )
        .order_by("-loaded_at", "-pk")
        .first()
    )
    if newest is not None and newest.sha256 == fingerprint:
        return Loaded(newest.pk, newest.version, newest.language, fingerprint, fresh=False)
    return _store(definition, file, fingerprint, by)


def _answer_sets(definition: Instrument) -> dict[str, int]:
    sets = (item.answers for item in definition.items)
    return {one.code: len(one.values) for one in sets if one is not None}


def _fingerprint(definition: Instrument, file: PackFile) -> str:
    said = {
        "instrument": definition.code,
        "version": definition.version,
        "language": file.language,
        "holder": file.holder,
        "licence": file.licence,
        "licensed_until": file.licensed_until.isoformat() if file.licensed_until else None,
        "texts": file.texts,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _store(definition: Instrument, file: PackFile, fingerprint: str, by: Actor) -> Loaded:
    row = WordingPack.objects.create(
        organisation_id=by.organisation_id,
        instrument=definition.code,
        version=definition.version,
        language=file.language,
        holder=file.holder,
        licence=file.licence,
        licensed_until=file.licensed_until,
        texts=dict(file.texts),
        sha256=fingerprint,
        loaded_at=scope.now(),
        loaded_by=by.account_id,
    )
    audit.note_event(
        "instruments.load_wording",
        by=by,
        subject="wording_pack",
        subject_id=row.pk,
        changes={
            "instrument": [None, row.instrument],
            "version": [None, row.version],
            "language": [None, row.language],
            "holder": [None, row.holder],
            "licence": [None, row.licence],
            "licensed_until": [None, row.licensed_until],
            "sha256": [None, fingerprint],
        },
    )
    return Loaded(row.pk, row.version, row.language, fingerprint, fresh=True)
