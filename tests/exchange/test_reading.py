import io
import zipfile

import pytest

from pulih.exchange.spreadsheets import reading
from pulih.exchange.spreadsheets.reading import Columns, RawRow, heading_key, read_table
from pulih.rules.errors import RuleBroken
from tests.exchange.workbooks import workbook

COLUMNS = Columns(
    {"nomor": "number", "nama": "name", "tanggallahir": "born"},
    {"number": "Nomor", "name": "Nama"},
    frozenset(("catatan",)),
)


def codes_of(content: bytes, name: str = "daftar.xlsx") -> list[tuple[str, object]]:
    with pytest.raises(RuleBroken) as broken:
        read_table(content, name, COLUMNS)
    return [(reason.code, reason.facts.get("column")) for reason in broken.value.reasons]


def cells(content: bytes, name: str = "daftar.csv") -> list[tuple[int, dict[str, object]]]:
    return [(row.number, dict(row.cells)) for row in read_table(content, name, COLUMNS).rows]


def test_titles_above_the_heading_and_empty_rows_are_passed_over_but_rows_keep_their_number() -> None:
    content = workbook(
        ["Daftar warga binaan"], [], ["", "NOMOR.", " nama ", "Catatan"], ["", 1, "Budi"], [], ["", 2, "Ani"]
    )
    table = read_table(content, "daftar.xlsx", COLUMNS)
    assert table.rows == (
        RawRow(4, {"number": 1.0, "name": "Budi"}),
        RawRow(6, {"number": 2.0, "name": "Ani"}),
    )
    assert table.headings == {"number": "NOMOR.", "name": "nama"}


@pytest.mark.parametrize(
    "content",
    [
        b"Nomor,Nama\n1,Ren\xc3\xa9e\n",
        b"\xef\xbb\xbfNomor;Nama\r\n1;Ren\xc3\xa9e\r\n",
        b"Nomor;Nama\r\n1;Ren\xe9e\r\n",
        b"sep=;\r\nNomor;Nama\r\n1;Ren\xe9e\r\n",
        "Nomor\tNama\n1\tRenée\n".encode("utf-16"),
        b'"Nomor","Nama"\n"1","Ren\xc3\xa9e"\n',
    ],
    ids=["utf-8", "utf-8 with mark", "cp1252", "sep line", "utf-16", "quoted"],
)
def test_text_tables_are_read_whatever_wrote_them(content: bytes) -> None:
    assert [dict(row.cells) for row in read_table(content, "daftar.csv", COLUMNS).rows] == [
        {"number": "1", "name": "Renée"}
    ]


def test_a_line_of_a_text_table_is_counted_as_the_spreadsheet_counts() -> None:
    assert [number for number, _ in cells(b"sep=;\nNomor;Nama\n1;A\n2;B\n")] == [3, 4]
    assert cells(b"Nomor,Nama\n1\n") == [(2, {"number": "1"})]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.xlsx", "file_empty"),
        (b" \n", "a.csv", "file_empty"),
        (b"%PDF-1.4", "a.pdf", "file_kind_unknown"),
        (b"%PDF-1.4", "a.xlsx", "file_kind_unknown"),
        (b"PK\x03\x04broken", "a.xlsx", "file_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "file_kind_unknown"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "file_password_protected",
        ),
        (b"a\x00b,c\n", "a.csv", "file_unreadable"),
        (b"Nomor,Nama\n\x81\x8d,\xff", "a.csv", "file_unreadable"),
        (b"satu,dua\n1,2\n", "a.csv", "file_without_heading"),
        (b"Nomor,Nama\n , \n", "a.csv", "file_without_rows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, name: str, code: str) -> None:
    assert codes_of(content, name)[0][0] == code


def test_a_truncated_workbook_is_unreadable_and_never_crashes() -> None:
    whole = workbook(["Nomor", "Nama"], [1, "Budi"])
    for length in range(4, len(whole), 97):
        assert codes_of(whole[:length]) == [("file_unreadable", None)]


def test_another_zip_file_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("surat.txt", "halo")
    assert codes_of(buffer.getvalue(), "surat.zip") == [("file_kind_unknown", None)]


def test_a_small_file_that_unpacks_enormously_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "0" * 2_000_000)
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1_000_000)
    assert codes_of(buffer.getvalue()) == [("file_too_large", None)]


def test_too_large_and_too_long_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    lines = [["Nomor", "Nama"], *([n, "Budi"] for n in range(25))]
    assert codes_of(workbook(*lines)) == [("file_too_many_rows", None)]
    text = "\n".join(",".join(map(str, line)) for line in lines).encode()
    assert codes_of(text, "a.csv") == [("file_too_many_rows", None)]
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    assert codes_of(workbook(*lines)) == [("file_too_large", None)]


def test_troubles_with_columns_are_told_all_at_once() -> None:
    content = workbook(["Nama", "Hobi", "NAMA", "Tanggal Lahir"], ["Budi", "catur", "Budi", ""])
    assert codes_of(content) == [
        ("column_unknown", "Hobi"),
        ("column_twice", "NAMA"),
        ("column_missing", "Nomor"),
    ]


def test_headings_are_compared_without_case_accents_space_and_punctuation() -> None:
    assert heading_key(" Tgl. 2/3 ") == heading_key("tgl 23") == "tgl23"


def test_an_apostrophe_that_kept_text_from_being_a_formula_is_taken_off() -> None:
    content = b"Nomor,Nama\n'1,'=Budi\n'a,'Ali\n"
    assert cells(content) == [(2, {"number": "1", "name": "=Budi"}), (3, {"number": "'a", "name": "'Ali"})]
