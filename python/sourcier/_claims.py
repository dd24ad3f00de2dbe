"""Claims, found and explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass(frozen=True)
class Found:
    """A claim that a search found: its `key`, its `iri`, and what it `says` in short."""

    key: str
    iri: str
    says: str

    def __str__(self) -> str:
        return f"{self.key}  {self.says}"


@dataclass(frozen=True)
class Explanation:
    """What is known of a claim. `print` shows it as `sourcier explain` does. Texts are empty where the claim has none.

    Attributes:
        iri: its IRI.
        speaker: who says it; the key of its document, if nobody is named.
        about, kind, modality, figure, value, when: what is said, in words of the dossier's language.
        details: its other columns, as pairs of name and value.
        document: `key`, `title`, `publisher`, `published`, `status`, `archive`.
        passage: `start` and `end` (code points, from 0; `None` without a passage), `address`, `words` (as in the text; `None` where it is not at hand),
            `quote` (as in the row, compared with nothing), `rows` (numbers of rows of a table).
        file, line: its row.
        links: what rules derive from it: `from`, `by`, `to`, `rule`.
        others: claims about the same thing: `key`, `iri`, `says`, `relation` (`None` where none is decided).
    """

    iri: str
    speaker: str
    about: str
    kind: str
    modality: str
    figure: str
    value: str
    when: str
    details: list[tuple[str, str]]
    document: dict[str, str]
    passage: dict[str, Any]
    file: Optional[str]
    line: Optional[int]
    links: list[dict[str, str]]
    others: list[dict[str, Optional[str]]]
    text: str = field(repr=False)

    def __str__(self) -> str:
        return self.text.rstrip("\n")
