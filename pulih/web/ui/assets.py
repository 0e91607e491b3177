"""Where `{% static %}` finds the bundled files: under a name that carries their content's hash."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.utils.functional import cached_property


class BundledFiles(StaticFilesStorage):
    """Reads the bundle's manifest once.

    Django's own manifest storage wants `collectstatic` before every start, a step an operator forgets; the bundle
    already has its last names. A name the manifest lacks stays as it is, so that pages work before `make assets`.
    """

    @cached_property
    def names(self) -> dict[str, str]:
        """Plain name to hashed name of everything that was bundled."""
        folder = Path(self.location) / "pulih"
        manifest = folder / "manifest.json"
        if not manifest.exists():
            return {}
        return {f"{folder.name}/{plain}": f"{folder.name}/{hashed}"
                for plain, hashed in json.loads(manifest.read_text()).items()}  # fmt: skip

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address a page names; the bundle does not change while a server runs."""
        address = self._addresses.get(name)
        if address is None:
            plain = str(PurePosixPath(name or ""))
            address = self._addresses[name] = super().url(self.names.get(plain, plain))
        return address

    @cached_property
    def _addresses(self) -> dict[str | None, str]:
        return {}
