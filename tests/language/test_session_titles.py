"""Titles of sessions: what ships is known in both languages, what somebody wrote stays as it was written."""

from pulih.language.curricula import session_title, templates


def test_every_module_that_ships_has_its_title_in_both_languages():
    modules = [module for one in templates().values() for module in one.curriculum.modules]
    assert modules
    for module in modules:
        assert session_title(module.title_id, "id") == module.title_id
        assert session_title(module.title_id, "en") != ""
    english = {module.title_id: module.title_en for module in modules}
    assert all(session_title(title, "en") == said for title, said in english.items())
    assert session_title("Kunjungan keluarga besar", "en") == "Kunjungan keluarga besar"
