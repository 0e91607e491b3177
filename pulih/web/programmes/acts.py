"""What can be done with a wave now, and why the rest cannot: one verdict for button and reason."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.queries.programmes import Participant, WaveRecord
from pulih.rules.actors import Actor
from pulih.rules.permissions import Permission
from pulih.rules.verdicts import ALLOWED, Verdict, refused
from pulih.web.programmes.words import words


@dataclass(frozen=True)
class Act:
    """Something one may do with a wave, or why not."""

    code: str
    title: str
    meaning: str
    button: str
    href: str
    verdict: Verdict


def acts(actor: Actor, record: WaveRecord, people: tuple[Participant, ...], today: date) -> tuple[Act, ...]:
    """Everything that can be done with a wave, each open or with its reason."""
    wave, ref = record.wave, [record.wave.reference]
    running = ALLOWED if wave.closed_on is None else refused("wave_closed")
    still = next((one for one in wave.suspensions if one.holds(today)), None)
    found = [
        Act(
            "candidates",
            _("Bawa calon dari register"),
            _("Pilih orang yang ditempatkan di sini; belum ada yang diukur."),
            _("Bawa calon"),
            reverse("programmes:candidates", args=ref),
            both(actor.may(Permission.NOMINATE), running),
        ),
        Act(
            "fitting",
            _("Calon dari register menurut aturan"),
            _("Siapa yang patut dilihat dan siapa tidak, masing-masing dengan alasannya."),
            _("Lihat calon"),
            reverse("enrolments:from_register") + (f"?cycle={wave.cycles[0].id}" if wave.cycles else ""),
            both(actor.may(Permission.NOMINATE), running),
        ),
        Act(
            "waiting",
            _("Daftar tunggu"),
            _("Urutan orang yang menunggu tempat, dengan alasannya."),
            _("Buka daftar"),
            reverse("enrolments:waiting") + (f"?cycle={wave.cycles[0].id}" if wave.cycles else ""),
            running,
        ),
        Act(
            "documents",
            _("Surat"),
            _("Surat keputusan peserta dan sertifikat, dengan kode yang dapat diperiksa."),
            _("Buka surat"),
            reverse("documents:list"),
            ALLOWED,
        ),
        Act(
            "rules",
            _("Rencana ukur dan aturan hasil"),
            _("Kapan diukur, dan apa yang disebut berhasil."),
            _("Lihat aturan"),
            reverse("programmes:rules", args=ref),
            ALLOWED,
        ),
    ]
    if still is None:
        found.append(
            Act(
                "suspend",
                _("Tangguhkan tahap"),
                _("Hari-hari itu tidak dihitung; semua jatuh tempo dan akhir program bergeser."),
                _("Tangguhkan"),
                reverse("programmes:suspend", args=ref),
                both(actor.may(Permission.SUSPEND_WAVES), running),
            )
        )
    else:
        found.append(_resumption(actor, still.id))
    if actor.may(Permission.READ_SESSIONS):
        found.append(
            Act(
                "sessions",
                _("Jadwal dan sesi"),
                _("Kelompok, ruang, dan sesi tiap minggu."),
                _("Lihat jadwal"),
                reverse("sessions:week", args=ref),
                ALLOWED,
            )
        )
    if actor.may(Permission.MANAGE_ENROLMENTS) and any(who.inside for who in people):
        found.append(
            Act(
                "finish",
                _("Catat yang selesai"),
                _("Semua yang programnya sampai akhir sekaligus; yang lain tetap dicatat sendiri-sendiri."),
                _("Catat yang selesai"),
                reverse("enrolments:finish", args=ref),
                running,
            )
        )
    if actor.may(Permission.MANAGE_ENROLMENTS) and wave.before:
        found.append(
            Act(
                "leave_out",
                _("Catat yang tidak terpilih"),
                _("Orang di jalur yang tidak mendapat tempat, dengan alasannya."),
                _("Catat yang tidak terpilih"),
                reverse("enrolments:leave_out", args=ref),
                running,
            )
        )
    left = wave.before + sum(one.inside for who in people for one in who.enrolled)
    found.append(
        Act(
            "close",
            _("Tutup tahap"),
            _("Sesudah setiap orang tercatat bagaimana berakhir; lalu lembar hasil dapat disusun."),
            _("Tutup tahap"),
            reverse("programmes:close", args=ref),
            both(
                actor.may(Permission.PLAN_WAVES),
                running if not left or not running else refused("wave_still_open", count=left),
            ),
        )
    )
    if actor.may(Permission.READ_RESULTS):
        found.append(_sheet(record))
    return tuple(found)


def _resumption(actor: Actor, suspension_id: UUID) -> Act:
    return Act(
        "resume",
        _("Lanjutkan tahap"),
        _("Sejak hari dilanjutkan semua dihitung lagi."),
        _("Lanjutkan"),
        reverse("programmes:resume", args=[suspension_id]),
        actor.may(Permission.SUSPEND_WAVES),
    )


def _sheet(record: WaveRecord) -> Act:
    sheet = record.sheet
    said = _("Belum disusun; pratinjau menurut catatan sekarang.")
    if sheet is not None:
        said = _("Revisi %(number)s: %(state)s") % {
            "number": sheet.revision, "state": words(f"sheet_state.{sheet.state}").lower(),
        }  # fmt: skip
    return Act(
        "sheet",
        _("Lembar hasil"),
        said,
        _("Buka lembar hasil"),
        reverse("outcomes:sheet", args=[record.wave.reference]),
        ALLOWED,
    )


def both(first: Verdict, second: Verdict) -> Verdict:
    """The first refusal of two: who may not, need not read what else stands in the way."""
    return second if first else first
