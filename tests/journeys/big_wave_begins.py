"""The first chapters of the big wave: from the register to the day on which everybody is admitted."""

import re

from pulih.records import scope
from pulih.records.models import Consent, Cycle, Wave
from tests.journeys.big_wave import (
    FITTING,
    MEDICAL,
    PEOPLE,
    SHORT,
    SOCIAL,
    THEFT,
    WITNESS,
    day,
    fits,
    looks,
    read,
    register_file,
)


def register_and_plan(story):
    (story.folder / "register.xlsx").write_bytes(register_file())
    registrar, manager = story.by("registrar"), story.by("manager")
    with story.ledger.of("registrar brings in the register of 200", day(-60)):
        page = registrar.opens("/people/import/")
        page.set_input_files("input[type=file]", story.folder / "register.xlsx")
        registrar.counts()
        registrar.presses("Periksa berkas")
        registrar.presses("Terapkan register ini")
        registrar.sees("200 orang baru")
    with story.ledger.of("manager plans the wave of two cycles"):
        page = manager.opens("/programmes/plan/")
        manager.types("#id_name", "Tahap Satu")
        manager.types("#id_budget_year", "2025")
        manager.dates("starts_on", day(0))
        manager.types("#id_places_social", str(SOCIAL))
        manager.types("#id_places_medical", str(MEDICAL))
        manager.presses("Simpan tahap")
        page.get_by_text("Tahap tercatat").wait_for()
    with scope.acting_as(story.here.team.manager):
        wave = Wave.objects.get()
        story.reference = wave.reference
        story.cycles = dict(Cycle.objects.filter(wave=wave).values_list("programme_id", "pk"))


def candidates(story):
    registrar = story.by("registrar")
    with story.ledger.of("registrar makes candidates by the published rule", day(-50)):
        address = f"/enrolments/from-register/?cycle={story.cycles['medical']}"
        page = registrar.opens(address + "&tab=left_out")
        page.get_by_text(f"Patut dilihat ({FITTING})").wait_for()
        page.get_by_text(f"Tidak termasuk ({THEFT + SHORT})").wait_for()
        page.get_by_text("362 KUHP").first.wait_for()
        page = registrar.opens(address)
        boxes = page.locator("input[name=person]")
        for place in range(MEDICAL + 1):
            registrar.clicks(boxes.nth(place))
        registrar.presses("Jadikan calon Rehabilitasi medis, Tahap Satu")
        page.get_by_text(f"{MEDICAL + 1} orang menjadi calon").wait_for()
        page = registrar.opens(f"/enrolments/from-register/?cycle={story.cycles['social']}")
        registrar.follows(re.compile("Tampilkan semua"))
        registrar.ticks_all()
        boxes = page.locator("input[name=person]")
        for place in range(MEDICAL + 1):
            registrar.clicks(boxes.nth(place))
        registrar.presses("Jadikan calon Rehabilitasi sosial, Tahap Satu")
        page.get_by_text("orang menjadi calon").wait_for()
    fits(registrar, f"/enrolments/from-register/?cycle={story.cycles['social']}&tab=left_out")
    assert (story.count(programme_id="medical"), story.count()) == (MEDICAL + 1, FITTING)


def recommended(story):
    assessor = story.by("assessor")
    with story.ledger.of("assessor records 137 papers of willingness", day(-45)):
        page = assessor.opens("/enrolments/")
        assessor.follows("Surat kesediaan banyak orang")
        assessor.types("#id_witness", WITNESS)
        assessor.ticks_all()
        assessor.clicks(page.locator("input[name=enrolment]").nth(7))
        assessor.presses("Catat kesediaan yang dicentang")
        page.get_by_text(f"{FITTING - 1} orang tercatat").wait_for()
    looks(assessor, "/enrolments/willing/")
    with story.ledger.of("manager writes down that one will not take part"):
        manager = story.by("manager")
        unwilling = next(one for one in story.rows(status="candidate") if not willing(story, one))
        manager.opens(f"/enrolments/{unwilling.pk}/step/declined/")
        manager.says_reason("unwilling")
        manager.sends()
    for wanted, tab, on in (("Asesmen", "candidate", -40), ("Rekomendasikan", "assessed", -30)):
        with story.ledger.of(f"assessor: {wanted.lower()} for everybody", day(on)):
            page = assessor.opens(f"/enrolments/?step={tab}&all=1")
            assessor.ticks_all()
            assessor.clicks(page.locator(f"button[name=target][value={NEXT[tab]}]"))
            page.get_by_text(f"{FITTING - 1} orang tercatat").wait_for()


NEXT = {"candidate": "assessed", "assessed": "recommended", "recommended": "waiting", "offered": "admitted"}


def willing(story, enrolment) -> bool:
    with scope.acting_as(story.here.team.manager):
        return Consent.objects.filter(person_id=enrolment.person_id).exists()


def waiting(story):
    manager, head = story.by("manager"), story.by("head")
    with story.ledger.of("manager puts everybody on the waiting lists", day(-28)):
        for cycle in story.cycles.values():
            manager.opens(f"/enrolments/waiting/?cycle={cycle}&tab=recommended")
            manager.presses("Masukkan daftar tunggu")
    looks(manager, f"/enrolments/waiting/?cycle={story.cycles['social']}")
    fits(manager, "/enrolments/?step=waiting&all=1")
    last = story.rows(status="waiting", programme_id="social")[-1]
    with story.ledger.of("an objection is written down and answered", day(-20)):
        assessor = story.by("assessor")
        assessor.opens(f"/enrolments/{last.pk}/objection/")
        assessor.types("#id_text", "Saya merasa menunggu lebih lama daripada yang lain.")
        assessor.clicks(assessor.page.locator("main form button.btn-primary"))
        head.opens("/enrolments/objections/")
        head.clicks(head.page.locator("main a[href*='/objections/']").first)
        head.types(
            "#id_answer",
            "Urutan mengikuti lama menunggu dan sisa masa tinggal; keduanya dihitung dari register.",
        )
        head.presses("Simpan jawaban")
        head.sees("Jawaban tercatat")
    with story.ledger.of("manager offers one place before its turn, with the reason", day(-14)):
        manager.opens(f"/enrolments/{last.pk}/offer/")
        manager.types("#id_because", "Dokter menganjurkan mulai pada tahap ini.")
        manager.presses("Tawarkan tempat")
        manager.sees("Tempat ditawarkan")
    with story.ledger.of("manager offers the other 129 places down the lists"):
        for programme, free in (("social", SOCIAL - 1), ("medical", MEDICAL)):
            manager.opens(f"/enrolments/waiting/?cycle={story.cycles[programme]}")
            looks(manager, f"/enrolments/waiting/{story.cycles[programme]}/offers/")
            manager.presses("Tawarkan kepada yang dicentang")
            manager.sees(f"{free} orang tercatat")
    with story.ledger.of("one says no, with the reason, and the next is offered the place", day(-7)):
        refuses = story.rows(status="offered", programme_id="social")[3]
        page = manager.opens(f"/enrolments/{refuses.pk}/answer/")
        manager.clicks(page.locator("input[name=says][value=no]"))
        manager.chooses("#id_reason", "work_or_study")
        manager.clicks(page.locator("main form button.btn-primary"))
        page.get_by_text("Jawaban tercatat").wait_for()
        manager.opens(f"/enrolments/waiting/{story.cycles['social']}/offers/")
        manager.presses("Tawarkan kepada yang dicentang")
        manager.sees("1 orang tercatat")
    assert story.count(status="offered") == PEOPLE


def admitted(story):
    manager, head = story.by("manager"), story.by("head")
    for programme, on in (("social", 0), ("medical", 1)):
        with story.ledger.of(f"manager admits the {programme} cycle", day(on)):
            page = manager.opens(f"/enrolments/?step=offered&programme={programme}&all=1")
            manager.ticks_all()
            manager.clicks(page.locator("button[name=target][value=admitted]"))
            page.get_by_text(re.compile("orang tercatat")).wait_for()
        with story.ledger.of(f"manager gives the {programme} cycle its counsellors by suggestion"):
            manager.opens("/caseload/")
            manager.presses("Terima semua saran")
            manager.page.get_by_text("orang ditugaskan").wait_for()
    assert story.count(status="admitted", in_place=True) == PEOPLE
    named = []
    for programme, number in (("social", "SK-1/2025"), ("medical", "SK-2/2025")):
        with story.ledger.of(f"head issues the decree of the {programme} cycle"):
            page = head.opens("/documents/")
            head.opens(f"/documents/decree/{story.cycles[programme]}/")
            head.types("#id_number", number)
            head.sends()
            page.get_by_text("Surat keputusan terbit").wait_for()
            paper = read(head.downloads(page.get_by_role("link", name=f"Surat keputusan {number}")))
            assert number in paper
            named += [
                one
                for one in story.rows(programme_id=programme, in_place=True)
                if one.register_number in paper
            ]
    assert len(named) == PEOPLE
