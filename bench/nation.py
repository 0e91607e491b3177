"""A simple nation for measuring: facilities, people, access and search rows, written as the owner by SQL.

Synthetic throughout: names are drawn from short lists, nobody has a national number. Reproducible by
seed. The realistic generator (histories, answers, attendance) is a later issue; this one suffices to
measure the walls.
"""

import psycopg

FACILITIES = 532

FIRST = [
    "Agus",
    "Budi",
    "Cahya",
    "Dedi",
    "Eko",
    "Fajar",
    "Galih",
    "Hadi",
    "Indra",
    "Joko",
    "Kurnia",
    "Lukman",
    "Maman",
    "Nanda",
    "Oki",
    "Putra",
    "Rudi",
    "Samsul",
    "Taufik",
    "Umar",
    "Wahyu",
    "Yanto",
    "Zainal",
    "Arif",
    "Bagas",
    "Dimas",
    "Endang",
    "Fitri",
    "Gita",
    "Hesti",
    "Intan",
    "Kartika",
    "Lestari",
    "Mega",
    "Novi",
    "Puji",
    "Ratna",
    "Sari",
    "Tuti",
    "Wati",
    "Yuni",
    "Ahmad",
    "Muhamad",
    "Slamet",
    "Sugeng",
    "Bambang",
    "Hendra",
    "Iwan",
    "Johan",
]
MIDDLE = [
    "Setia",
    "Jaya",
    "Adi",
    "Dwi",
    "Tri",
    "Catur",
    "Panca",
    "Eka",
    "Nur",
    "Sri",
    "Abdul",
    "Rahma",
    "Bayu",
    "Surya",
    "Candra",
    "Bintang",
    "Cipta",
    "Mulya",
    "Kusuma",
    "Wira",
    "Guna",
    "Rizky",
    "Teguh",
    "Utama",
    "Laksa",
]
LAST = [
    "Santosa",
    "Wijaya",
    "Pratama",
    "Saputra",
    "Hidayat",
    "Nugraha",
    "Kurniawan",
    "Setiawan",
    "Purnama",
    "Ramadan",
    "Hakim",
    "Siregar",
    "Nasution",
    "Lubis",
    "Harahap",
    "Simatupang",
    "Manurung",
    "Sinaga",
    "Gunawan",
    "Susanto",
    "Hartono",
    "Wibowo",
    "Utomo",
    "Suryadi",
    "Halim",
    "Tanjung",
    "Permana",
    "Maulana",
    "Firmansyah",
    "Saragih",
    "Pasaribu",
    "Marpaung",
    "Situmorang",
    "Ginting",
    "Tarigan",
    "Sembiring",
    "Barus",
    "Kaban",
    "Peranginangin",
    "Sitepu",
    "Matondang",
    "Rangkuti",
    "Batubara",
    "Daulay",
    "Pohan",
    "Dalimunthe",
    "Wulandari",
    "Anggraini",
    "Maharani",
    "Puspita",
]

_FILL = """
INSERT INTO organisation (kind, ancestors, name, short_name, level, facility_class, sex_served, capacity,
                          province_code, province_code_bps, place, time_zone, revision)
SELECT 'prison', '{}', 'Lapas Ukur ' || n, '', '', 'IIA', '', 1000, '99', '99', '', 'Asia/Jakarta', 1
FROM generate_series(1, %(facilities)s) n;

CREATE TEMP TABLE drawn AS
SELECT gen_random_uuid() AS id, n, first + (n %% %(facilities)s) AS organisation_id,
       f.word[1 + (random() * (cardinality(f.word) - 1))::int] || ' '
       || m.word[1 + (random() * (cardinality(m.word) - 1))::int] || ' '
       || l.word[1 + (random() * (cardinality(l.word) - 1))::int] AS name
FROM generate_series(0, %(people)s - 1) n,
     (SELECT %(first)s::text[] AS word) f, (SELECT %(middle)s::text[] AS word) m,
     (SELECT %(last)s::text[] AS word) l,
     (SELECT min(id) AS first FROM organisation WHERE name LIKE 'Lapas Ukur %%') o;

INSERT INTO person (id, reference, name, sex, birth_year, national_number_last4, created_at, revision)
SELECT id, 'UKUR-' || n, name, CASE WHEN n %% 20 = 0 THEN 'female' ELSE 'male' END, 1960 + n %% 45, '', now(), 1
FROM drawn;
INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
SELECT gen_random_uuid(), id, organisation_id, 'custody', now(), 'bench' FROM drawn;
INSERT INTO person_access (id, person_id, organisation_id, basis, valid_from, origin)
SELECT gen_random_uuid(), id, organisation_id %% %(facilities)s + 1, 'episode', now(), 'bench'
FROM drawn WHERE n %% 10 < 3;
INSERT INTO person_search (organisation_id, person_id, name_key) SELECT organisation_id, id, lower(name) FROM drawn;
INSERT INTO person_name (id, person_id, name, kind) SELECT gen_random_uuid(), id, name, 'official' FROM drawn;
INSERT INTO stay (id, person_id, organisation_id, register_number, kind, block, started_on, how_ended, note, revision)
SELECT gen_random_uuid(), id, organisation_id, 'B1-' || (20000 + n), 'sentenced', 'A ' || n %% 9,
       date '2022-01-01' + (n %% 1000), '', '', 1 FROM drawn;
INSERT INTO sentence (id, person_id, organisation_id, articles, started_on, two_thirds_on, expires_on, as_of,
                      source, recorded_at)
SELECT gen_random_uuid(), id, organisation_id, ARRAY['112 ayat 1'], date '2022-01-01' + (n %% 1000),
       date '2025-01-01' + (n %% 1000), date '2027-01-01' + (n %% 1000), date '2024-01-01', 'bench', now() FROM drawn;
"""


_FILLED = ("person", "person_access", "person_search", "person_name", "stay", "sentence")


def fill(owner_url: str, people: int, seed: float = 0.42) -> None:
    """Write the nation unless it is there already; then analyse, so that plans are those of real use."""
    with psycopg.connect(owner_url) as connection:
        present = connection.execute("SELECT count(*) FROM person").fetchone()
        if present and present[0] == people:
            return
        connection.execute("SELECT setseed(%s)", [seed])
        connection.execute("SET LOCAL synchronous_commit = off")
        keys = _lay_aside_keys(connection)
        parameters = {
            "facilities": FACILITIES,
            "people": people,
            "first": list(FIRST),
            "middle": list(MIDDLE),
            "last": list(LAST),
        }
        with psycopg.ClientCursor(connection) as cursor:
            cursor.execute(_FILL, parameters)
        for table, name, definition in keys:
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _lay_aside_keys(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Take foreign keys off until all is in: checked once as sets, not six million times row by row."""
    found = connection.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s)",
        [list(_FILLED)],
    ).fetchall()
    for table, name, _ in found:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return found
