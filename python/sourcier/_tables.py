"""CSV files of no dossier: CSV on the Web."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, Union

from . import _native
from ._errors import Finding

PathLike = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class Described:
    """A draft of the metadata of a CSV file (CSV on the Web), as plain values, with notes on guesses and doubts."""

    metadata: dict[str, Any]
    notes: list[str]

    def save(self, path: PathLike) -> None:
        """Writes the metadata into a new file, preferably `FILE-metadata.json` beside the table, where `convert` finds it.

        Raises:
            FileExistsError: when the file is there already.
        """
        with open(path, "x", encoding="utf-8") as file:
            json.dump(self.metadata, file, ensure_ascii=False, indent=2)
            file.write("\n")


@dataclass(frozen=True)
class Converted:
    """The triples of a table, in the format that was asked for, with the findings. A cell with an error gives no triple."""

    text: str
    findings: list[Finding]


def describe(path: PathLike) -> Described:
    """Drafts the metadata of a CSV file: encoding, delimiter, headings, the datatype of each column, lists and keys, inferred from all rows.

    Raises:
        Error: when the file is no table of text, or cannot be read.
    """
    metadata, notes = _native.describe(path)
    return Described(json.loads(metadata), notes)


def convert(path: PathLike, format: str = "ntriples", *, minimal: bool = False) -> Converted:
    """Converts a CSV file to RDF, as "Generating RDF from Tabular Data on the Web" specifies.

    Args:
        path: a CSV file, read with the metadata beside it (`FILE-metadata.json`, `csv-metadata.json`), or with its headings alone;
            or a file of metadata (`.json`), for all of its tables.
        format: `ntriples`, `turtle`, `nquads`, `trig`, `rdfxml` or `jsonld`.
        minimal: only the triples of the cells, none about tables and rows.

    Raises:
        Error: when the file cannot be read, or there is no such format.
    """
    text, findings = _native.convert(path, format, minimal)
    return Converted(text.decode(), [Finding(**finding) for finding in findings])
