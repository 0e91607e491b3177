"""Files on their way in and out of a page: what was handed in, and a workbook to take along."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from pulih.exchange.spreadsheets.reading import LARGEST_FILE
from pulih.rules.errors import RuleBroken

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def content_of(file: UploadedFile) -> bytes:
    """The bytes of a file of sensible size; a larger one is not even read."""
    if (file.size or 0) > LARGEST_FILE:
        raise RuleBroken("file_too_large", "file", limit=LARGEST_FILE // 1024 // 1024)
    return file.read()


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook under a name that every system can keep."""
    plain = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name)
    ascii_name = plain.encode("ascii", "replace").decode()
    return HttpResponse(
        content,
        content_type=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{ascii_name}.xlsx"'},
    )
