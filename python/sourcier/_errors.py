"""What goes wrong: findings, and the exceptions that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Optional


@dataclass(frozen=True)
class Finding:
    """A fault or a note, with its place.

    Attributes:
        code: the documented code, such as `T012` (`sourcier explain-code T012`).
        severity: `error`, `warning` or `note`.
        message: what is wrong, with the value.
        file: the file, relative to the dossier, with `/`.
        line: the physical line, from 1; in tables that of the cell.
        row: the data row of a table, from 1; the headings are not counted.
        column: the heading of the column.
        value: what is written in the cell.
        valid: what would be valid.
        rule: the violated rule, with the section of its specification.
        help: how to mend it.
    """

    code: str
    severity: str
    message: str
    file: Optional[str] = None
    line: Optional[int] = None
    row: Optional[int] = None
    column: Optional[str] = None
    value: Optional[str] = None
    valid: Optional[str] = None
    rule: Optional[str] = None
    help: Optional[str] = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{self.severity}[{self.code}]: {self.message}" + (f" ({place})" if place else "")


class Error(Exception):
    """Something could not be done. The message says what, and what would be valid.

    Attributes:
        findings: the findings that explain it, if there are any.
    """

    findings: list[Finding]

    def __init__(self, message: str, findings: Iterable[Mapping[str, object]] = ()) -> None:
        super().__init__(message)
        self.findings = [Finding(**finding) for finding in findings]  # type: ignore[arg-type]


class Rejected(Error):
    """Files of a dossier, or a query, have errors. The message shows them as `sourcier check` does."""
