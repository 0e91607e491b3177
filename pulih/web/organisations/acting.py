"""What may be done with an organisation, in words, each with its verdict."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pulih.queries.organisations import Profile
from pulih.web.organisations.page import Act


def acts(profile: Profile) -> tuple[Act, ...]:
    """Everything that can be asked of this organisation, possible or not."""
    may, found = profile.may, []

    def offer(code: str, title: str, meaning: str, button: str, verdict: object) -> None:
        if verdict is not None:
            address = reverse(f"organisations:{code}", args=[] if code == "kinds" else [profile.id])
            if code == "kinds":
                address += f"?parent={profile.id}"
            found.append(Act(code, title, meaning, button, address, verdict))  # type: ignore[arg-type]

    offer(
        "designate",
        _("Tetapkan program"),
        _("Surat keputusan, tahun anggaran, dan target."),
        _("Tetapkan"),
        may.designate,
    )
    offer(
        "kinds",
        _("Tambah organisasi di bawahnya"),
        _("UPT baru, atau yang belum tercatat."),
        _("Tambah"),
        may.add_below,
    )
    offer("edit", _("Ubah fakta"), _("Kelas, kapasitas, tempat, zona waktu."), _("Ubah fakta"), may.edit)
    offer(
        "rename",
        _("Ganti nama"),
        _("Nama lama tetap tercatat dengan masanya."),
        _("Ganti nama"),
        may.edit,
    )
    offer("move", _("Pindahkan"), _("Bila induknya berganti."), _("Pindahkan"), may.move)
    offer("close", _("Catat tutup"), _("Catatan lamanya tetap dapat dibaca."), _("Catat tutup"), may.close)
    return tuple(found)
