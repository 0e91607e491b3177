"""What the pages about participants' voices are handed; rendering them asks nothing more."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulih.language.wording import say
from pulih.queries.voice import ComplaintRow, RoundRow
from pulih.reports.percent import percent_text, points_text
from pulih.rules.feedback import AGAIN, FEWEST, POINTS, QuestionFigure, Result


@dataclass(frozen=True)
class QuestionRow:
    """A question with its figures in words."""

    words: str
    bars: tuple[tuple[str, int, int], ...]
    """Answer, how many, and their share in percent."""
    answered: int
    mean: str
    content: str


@dataclass(frozen=True)
class RoundPage:
    """A round: its figures, or why there are none."""

    row: RoundRow
    shape: str
    state: str
    questions: tuple[QuestionRow, ...] = ()
    rate: str = ""
    mean: str = ""
    content: str = ""
    hint: str = ""


def round_page(row: RoundRow, today: date) -> RoundPage:
    """Word a round; nothing is looked up here."""
    language = get_language() or "id"
    if row.result is None:
        shape, state = (
            ("running", _("Sedang dijawab")) if row.opened(today) else ("not-started", _("Belum mulai"))
        )
        hint = _(
            "Selama masih dapat dijawab, tidak ada yang terlihat, juga tidak berapa yang sudah menjawab."
        )
        return RoundPage(row, shape, state, hint=hint)
    told = row.result
    if not told.shown:
        words = _(
            "%(answers)s dari %(fewest)s jawaban yang perlu ada. Di bawah itu tidak ada angka yang ditampilkan."
        )
        return RoundPage(
            row,
            "left",
            _("Terlalu sedikit jawaban"),
            hint=words % {"answers": told.answers, "fewest": FEWEST},
        )
    return RoundPage(
        row,
        "done",
        _("Selesai"),
        tuple(_question(one, language) for one in told.questions),
        percent_text(100 * told.answers / told.slips if told.slips else None),
        points_text(told.mean, language) if told.mean is not None else "–",
        content_text(told),
    )


def content_text(told: Result) -> str:
    """The share of points that are three or four."""
    return percent_text(100 * told.content / told.said if told.said else None)


def _question(one: QuestionFigure, language: str) -> QuestionRow:
    prefix = "feedback_again" if one.question == AGAIN else "feedback_points"
    counts = dict(one.counts)
    return QuestionRow(
        say(f"feedback_question.{one.question}", language),
        tuple(
            (say(f"{prefix}.{points}", language), counts[points], round(100 * counts[points] / one.answered))
            for points in sorted(POINTS[one.question], reverse=True)
        ),
        one.answered,
        points_text(one.mean, language) if one.question != AGAIN else "",
        percent_text(100 * one.content / one.answered),
    )


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint in a list."""

    row: ComplaintRow
    shape: str
    state: str


def complaint_line(row: ComplaintRow, today: date) -> ComplaintLine:
    """How a complaint stands."""
    if row.answered_on:
        return ComplaintLine(row, "done", _("Dijawab"))
    if row.late(today):
        return ComplaintLine(row, "late", _("Lewat batas jawab"))
    return ComplaintLine(row, "waiting", _("Menunggu jawaban"))
