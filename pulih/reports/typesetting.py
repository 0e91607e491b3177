"""How every PDF is set: a layout of ours, worded facts as JSON and no markup, one typeface, no clock."""

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any


def typeset(layout: str, said: Mapping[str, Any], *, to_keep: bool = False, made: int = 0) -> bytes:
    """The PDF of `definitions/letters/<layout>.typ`, tagged for readers of the screen.

    `to_keep` makes it fit for an archive too (PDF/A-2a). `made` is the moment it bears, in seconds since
    1970: never that of printing, so that the same facts give the same bytes.
    """
    import typst  # of the extra `reports`; everything else of a page works without it

    letter = files("pulih").joinpath("definitions", "letters", f"{layout}.typ")
    typeface = files("fontpkg_plus_jakarta_sans").joinpath("files")
    with as_file(letter) as page, as_file(typeface) as fonts:
        return typst.compile(
            str(page),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"letter": json.dumps(said, ensure_ascii=False)},
            pdf_standards=["ua-1", "a-2a"] if to_keep else ["ua-1"],
            timestamp=made,
        )
