"""Short texts of a definition, in both languages of the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A short text in both languages of the house."""

    id: str
    en: str

    def say(self, language: str) -> str:
        """The text in one language; Indonesian unless English is asked for."""
        return self.en if language == "en" else self.id
