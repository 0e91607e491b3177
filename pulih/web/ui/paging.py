"""Pages of a long list: by number where the total is known, by key where it would cost to count."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """Numbered pages. `query` is the rest of the address, already encoded, ending in `&` or empty."""

    page: int
    size: int
    total: int
    query: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; one even when nothing is there."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return min(self.total, (self.page - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.page * self.size)

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to show; None stands for an ellipsis."""
        near = {1, self.pages, self.page - 1, self.page, self.page + 1}
        shown = sorted(one for one in near if 1 <= one <= self.pages)
        result: list[int | None] = []
        for number in shown:
            if result and isinstance(result[-1], int) and number - result[-1] > 1:
                result.append(None)
            result.append(number)
        return result

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if any."""
        return self.page + 1 if self.page < self.pages else None


@dataclass(frozen=True)
class KeyPager:
    """Onwards only: `after` is the key of the last row shown, None at the end."""

    after: str | None
    at_start: bool = True
    query: str = ""
