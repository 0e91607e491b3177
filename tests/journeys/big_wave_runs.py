"""The later chapters of the big wave: counsellors, timetable, daily work, measurements, the end, certificates."""

import re

from pulih.records import scope
from pulih.records.models import Attendance, Document, Person, PlannedSession, Transfer
from tests import waves
from tests.exchange.workbooks import workbook
from tests.journeys.big_wave import PEOPLE, SPARE, day, fits, looks, read

SHEET_HEADS = ["Nomor Register", "Tanggal", "Kode Lembar", "Cara", *(f"butir {n}" for n in range(1, 27))]


def looked_after(story):
    manager = story.by("manager")
    page = manager.opens("/caseload/")
    told = page.locator("main dl").first.inner_text()
    assert re.search(r"\b22(,0)? 110 orang, 5 konselor", " ".join(told.split()))
    assert re.search(r"\b20(,0)? 20 orang, 1 konselor", " ".join(told.split()))
    page.get_by_text("Di atas batas 20").first.wait_for()
    fits(manager, "/caseload/")


def timetabled(story):
    manager, base = story.by("manager"), f"/sessions/waves/{story.reference}"
    with story.ledger.of("manager makes six groups", day(1)):
        for programme in story.cycles:
            page = manager.opens(f"{base}/groups/{programme}/split/")
            manager.types("#id_size", "22")
            manager.presses("Tampilkan pembagian")
            manager.presses("Simpan kelompok")
            page.get_by_text("Kelompok tersimpan").wait_for()
    with story.ledger.of("manager names four rooms and three holidays"):
        for name, seats in (("Aula", 60), ("Ruang Satu", 30), ("Ruang Dua", 30), ("Ruang Tiga", 30)):
            manager.opens("/sessions/rooms/")
            manager.types("#id_name", name)
            manager.types("#id_seats", str(seats))
            manager.presses("Simpan ruang")
        for on, name in ((54, "Nyepi"), (56, "Idulfitri"), (87, "Hari Buruh")):
            manager.opens("/sessions/closures/")
            manager.dates("on", day(on))
            manager.types("#id_name", name)
            manager.presses("Simpan hari")
    for programme in ("social", "medical"):
        with story.ledger.of(f"manager makes the timetable of the {programme} cycle for 26 weeks"):
            page = manager.opens(f"{base}/generate/{programme}/")
            manager.presses("Tampilkan jadwal")
            page.get_by_text("Yang akan masuk jadwal").wait_for()
            manager.presses("Simpan jadwal")
            page.get_by_text("sesi masuk jadwal").wait_for()
    fits(manager, f"{base}/?on={day(8).isoformat()}")
    fits(manager, f"{base}/groups/")


def sessions(story, **which):
    with scope.acting_as(story.here.team.manager):
        rows = PlannedSession.objects.filter(group__isnull=False, cycle_id=story.cycles["social"], **which)
        return list(rows.order_by("on", "starts_at", "id"))


def at_work(story):
    counsellor, manager = story.clerk("konselor.a"), story.by("manager")
    made = sessions(story, on__gte=day(8))[0]
    with story.ledger.of("counsellor marks 22 people with three absences", made.on):
        page = counsellor.page
        counsellor.opens("/attendance/")
        before = story.ledger.acts[story.ledger.task]
        counsellor.clicks(page.locator(f"main a[href='/attendance/{made.pk}/']"))
        counsellor.presses("Sisanya hadir (22)")
        for place, word in ((1, "Sakit"), (9, "Alpa"), (20, "Sakit")):
            counsellor.clicks(page.locator("[data-row]").nth(place).get_by_text(word, exact=True))
        counsellor.presses("Simpan kehadiran")
        page.get_by_text("Kehadiran tersimpan: 19 hadir, 3 tidak hadir.").wait_for()
        assert story.ledger.acts[story.ledger.task] - before <= 8
    with scope.acting_as(story.here.team.manager):
        assert Attendance.objects.filter(session_id=made.pk).count() == 22
    off = next(one for one in sessions(story, on__gt=made.on) if one.pk != made.pk)
    with story.ledger.of("manager cancels a session, and says whose reason it is", made.on):
        page = manager.opens(f"/sessions/{off.pk}/cancel/")
        manager.clicks(page.locator("input[name=side][value=facility]"))
        manager.types("#id_because", "Penggeledahan blok.")
        manager.presses("Batalkan sesi")
        manager.sees("Sesi dibatalkan")


def measured(story):
    """The plan of the wave: answer sheets from one file a point, urine in a round, later rounds by the action."""
    measure(story, "baseline", "start", 9)
    changes(story)
    waves.measured(story.here.team, story.replaced.pk, "baseline", day(13), waves.answers(3))
    waves.sampled(story.here.team, story.replaced.pk, "start", day(13))
    measure(story, "month_3", "middle", 91)
    measure(story, "month_6", "month_6", 175)


def measure(story, point, urine, on):
    assessor, inside = story.by("assessor"), story.rows(in_place=True)
    level = 3 if point == "baseline" else 4
    path = story.folder / f"{point}.xlsx"
    lines = [[one.register_number, day(on), "raw", "Wawancara", *[level] * 26] for one in inside]
    path.write_bytes(workbook(SHEET_HEADS, *lines))
    with story.ledger.of(f"assessor takes {len(inside)} answer sheets in ({point})", day(on)):
        page = assessor.opens("/assessments/import/")
        form = page.locator("main form[method=post]").first
        assessor.counts(3)
        form.locator("[name=instrument]").select_option("whoqol-bref")
        form.locator("[name=point]").select_option(point)
        form.locator("[name=file]").set_input_files(path)
        assessor.presses("Periksa berkas")
        page.get_by_text(f"Siap disimpan ({len(inside)})").wait_for()
        assessor.presses("Simpan lembar-lembar ini")
        page.get_by_text(f"{len(inside)} lembar tersimpan").wait_for()
    if point == "baseline":
        urine_round(story, urine, len(inside))
    else:
        for one in inside:
            waves.sampled(story.here.team, one.pk, urine, day(on))


def urine_round(story, point, people):
    nurse = story.by("nurse")
    with story.ledger.of(f"nurse reads {people} strips ({point})"):
        page = nurse.opens(f"/clinic/round/{story.reference}/{point}/")
        while rows := page.locator("li select").all():
            for select in rows:
                nurse.counts()
                select.select_option("negative")
            nurse.presses("Simpan baris yang diisi")
            page.get_by_text("tes tersimpan").wait_for()
    looks(nurse, f"/clinic/round/{story.reference}/{point}/")


def changes(story):
    """One removed and replaced, one moved to another facility, one who gives up."""
    manager, registrar, head = story.by("manager"), story.by("registrar"), story.by("head")
    social = story.rows(programme_id="social", in_place=True)
    with story.ledger.of("one was entered by mistake, is taken off and replaced from the list", day(10)):
        page = manager.opens(f"/enrolments/{social[10].pk}/step/removed/")
        manager.says_reason("wrong_person")
        manager.sends()
        manager.opens(f"/enrolments/waiting/?cycle={story.cycles['social']}")
        manager.follows("Tawarkan kepada banyak orang")
        manager.presses("Tawarkan kepada yang dicentang")
        page = manager.opens("/enrolments/?step=offered")
        manager.ticks_all()
        manager.clicks(page.locator("button[name=target][value=admitted]"))
        manager.sees("1 orang tercatat")
    story.replaced = story.rows(programme_id="social", admitted_on=day(10))[0]
    with story.ledger.of("head names the replacement in a further decree"):
        page = head.opens(f"/documents/decree/{story.cycles['social']}/")
        head.types("#id_number", "SK-3/2025")
        head.sends()
        paper = read(head.downloads(page.get_by_role("link", name="Surat keputusan SK-3/2025")))
        assert story.replaced.register_number in paper
    with scope.acting_as(story.here.team.registrar):
        goes = Person.objects.get(pk=social[20].person_id).reference
    with story.ledger.of("registrar offers one to another facility", day(60)):
        registrar.opens(f"/enrolments/transfers/propose/{goes}/")
        registrar.chooses("#id_receiver", str(story.here.elsewhere.office))
        registrar.types("#id_reason", "Mendekati keluarga.")
        registrar.sends()
        registrar.page.get_by_text("Diusulkan").first.wait_for()
    taken_over(story, day(62))
    with story.ledger.of("manager writes down that one gave up", day(90)):
        page = manager.opens(f"/enrolments/{social[30].pk}/step/exited/")
        manager.says_reason("withdrew")
        manager.sends()
    assert story.count(in_place=True) == PEOPLE - 2


def taken_over(story, on):
    """What the other facility does, through the action its page calls."""
    from pulih.actions.enrolments import accept_transfer

    there = story.here.elsewhere.registrar
    with waves.acting(there, on):
        accept_transfer(
            transfer_id=Transfer.objects.get().pk, register_number="BI.900/2025", kind="sentenced", block="A 1",
            moved_on=on, by=there,
        )  # fmt: skip


def the_end(story):
    manager, assessor, head = story.by("manager"), story.by("assessor"), story.by("head")
    wave, sheet = f"/programmes/{story.reference}/", f"/outcomes/{story.reference}/"
    with story.ledger.of(
        "manager completes everybody at once, tells those left out, closes the wave", day(184)
    ):
        manager.opens(wave)
        manager.follows("Catat yang selesai")
        looks(manager, f"/enrolments/finish/{story.reference}/")
        manager.presses("Catat selesai yang dicentang")
        manager.sees(f"{PEOPLE - 2} orang tercatat")
        looks(manager, f"/enrolments/leave-out/{story.reference}/")
        manager.ticks_all()
        manager.says_reason("no_place")
        manager.presses("Catat tidak terpilih")
        manager.opens(f"{wave}close/")
        manager.presses("Tutup tahap")
    fits(manager, wave)
    with story.ledger.of("the result sheet is drafted, checked and approved"):
        manager.opens(sheet)
        manager.presses("Susun konsep")
        manager.sees("Konsep tersusun")
        assessor.opens(sheet)
        assessor.presses("Sudah diperiksa, cocok")
        assessor.sees("menunggu persetujuan")
        head.opens(sheet)
        head.presses("Setujui lembar hasil")
        head.sees("Lembar hasil disetujui")
        paper = read(head.downloads(head.page.get_by_role("link", name="Unduh PDF A4")))
    fits(head, sheet)
    assert f"Dari {PEOPLE} orang yang mulai" in paper
    statuses = [one.status for one in story.rows()]
    assert {one: statuses.count(one) for one in sorted(set(statuses))} == {
        "completed": PEOPLE - 2, "declined": 2, "exited": 2, "not_selected": SPARE - 3, "removed": 1,
    }  # fmt: skip


def certified(story):
    manager = story.by("manager")
    with story.ledger.of("manager issues 128 certificates in one series", day(185)):
        page = manager.opens("/documents/")
        looks(manager, "/documents/certificates/")
        manager.types("#id_pattern", "SERT-###/2025")
        manager.presses("Terbitkan yang dicentang")
        page.get_by_text(f"{PEOPLE - 2} sertifikat terbit").wait_for()
    with scope.acting_as(story.here.team.manager):
        issued = list(Document.objects.filter(kind="certificate").order_by("number"))
    assert [issued[0].number, issued[-1].number] == ["SERT-001/2025", f"SERT-{PEOPLE - 2}/2025"]
    assert len({one.code for one in issued}) == PEOPLE - 2
    one = issued[40]
    anybody = story.browser.new_context(locale="id").new_page()
    with story.ledger.of("somebody outside checks a certificate"):
        anybody.goto(f"{story.url}/confirm/{one.code}/")
        anybody.get_by_text("Diterbitkan dan berlaku").wait_for()
    assert one.facts["initials"] in anybody.locator("main").inner_text()
    assert one.facts["name"] not in anybody.content()
    fits(manager, "/documents/")
