"""The shape of the house, where a linter cannot see it."""

import ast
import re

import pytest

from tests.repository.source import ROOT, calls, files, tree

DRAWERS = {"utils", "util", "helpers", "helper", "core", "common", "misc", "lib", "shared"}


def test_there_are_no_drawers():
    named = {path for path in files("pulih/*", "tests/*") if DRAWERS & set(path.with_suffix("").parts)}
    assert named == set()


def test_files_stay_about_one_thing():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files("pulih/*.py")
            if "migrations" not in path.parts}  # fmt: skip
    assert {name: lines for name, lines in long.items() if lines > 320} == {}


def test_nobody_asks_the_request_for_its_user():
    assert [path for path in files("pulih/*.py") if "request.user" in path.read_text()] == []


def test_every_action_names_its_permission():
    """What `actions` offers is a use case with a frame, or says in its docstring why it has none."""
    bare = []
    for path in files("pulih/actions/*.py"):
        if path.name in ("__init__.py", "acting.py", "kept_forms.py"):
            continue
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            takes_by = any(argument.arg == "by" for argument in node.args.kwonlyargs)
            framed = any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "action"
                         for one in node.decorator_list)  # fmt: skip
            if takes_by and not framed:
                bare.append(f"{path.stem}.{node.name}")
    assert bare == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in files("pulih/*.py")
        if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_templates_carry_no_style_and_no_script_of_their_own():
    """The content security policy would drop them silently."""
    bad = [
        str(path.relative_to(ROOT))
        for path in files("pulih/*.html")
        if re.search(
            r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son(click|load|change|input|submit|error|key\w+)=",
            path.read_text(),
        )
    ]
    assert bad == []


def test_what_is_read_from_the_environment_is_documented():
    used = set()
    for path in files("pulih/*.py", "frontend/*.py", "tests/*.py"):
        if "repository" in path.parts:
            continue
        for _, call in calls(path):
            for argument in call.args[:1]:
                if isinstance(argument, ast.Constant) and str(argument.value).startswith("PULIH_"):
                    used.add(argument.value)
    documented = set(re.findall(r"PULIH_[A-Z_]+", (ROOT / "docs/operating.md").read_text()))
    assert used - documented == set()


@pytest.mark.parametrize("page", list(files("*.md")), ids=lambda path: path.name)
def test_links_and_pictures_in_the_documentation_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)", page.read_text())
    missing = [one for one in targets if "://" not in one and not (page.parent / one).exists()]
    assert missing == []


def test_no_address_of_a_package_index_and_no_path_of_a_machine_is_committed():
    bad = []
    for path in files("*.lock", "*.json", "*.toml", "*.npmrc", "*.py", "*.md", "Makefile", ".ci/*"):
        text = path.read_text(errors="ignore")
        if (
            re.search(r'"resolved": *"http|--(extra-)?index-url|--find-links', text)
            and path.name != "test_shape.py"
        ):
            bad.append(str(path.relative_to(ROOT)))
        if re.search(r"(^|[^A-Za-z0-9_.])/(work|farm)/", text) and path.name != "test_shape.py":
            bad.append(str(path.relative_to(ROOT)))
    assert bad == []


def test_national_numbers_are_of_nobody():
    """Sixteen digits anywhere in the repository begin with 99, a region that does not exist."""
    found = {
        number
        for path in files("pulih/*.py", "pulih/*.yaml", "tests/*.py", "bench/*.py", "docs/*.md")
        for number in re.findall(r"(?<![0-9a-fA-F.])[0-9]{16}(?![0-9a-fA-F.])", path.read_text())
    }
    assert {number for number in found if not number.startswith(("99", "0000"))} == set()
