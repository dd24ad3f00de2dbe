"""Knowledge graphs from folders of sourced claims in CSV: query, check, draw.

    >>> import sourcier
    >>> dossier = sourcier.open("ia-france")
    >>> dossier.query("totals", by="funder").to_pandas()

`open` gives a `Dossier`, with its `query`, `sparql`, `ask`, `sums`, `view`, `explain` and `check`. `describe` and `convert` take any CSV file.
What goes wrong is an `Error`; files with errors are `Rejected`, with their findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._claims import Explanation, Found
    from ._dossier import Dossier, Query, Parameter, Verified, open
    from ._errors import Error, Finding, Rejected
    from ._rows import Rows
    from ._tables import Converted, Described, convert, describe
    from ._view import View

__all__ = [
    "Converted",
    "Described",
    "Dossier",
    "Error",
    "Explanation",
    "Finding",
    "Found",
    "Parameter",
    "Query",
    "Rejected",
    "Rows",
    "Verified",
    "View",
    "convert",
    "describe",
    "open",
]

# The command line starts with this package, and needs none of these modules: each is imported when it is first used.
_PLACES = {
    "Dossier": "_dossier",
    "Query": "_dossier",
    "Parameter": "_dossier",
    "Verified": "_dossier",
    "open": "_dossier",
    "Explanation": "_claims",
    "Found": "_claims",
    "Error": "_errors",
    "Finding": "_errors",
    "Rejected": "_errors",
    "Rows": "_rows",
    "View": "_view",
    "Converted": "_tables",
    "Described": "_tables",
    "convert": "_tables",
    "describe": "_tables",
}


if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from ._native import VERSION

            return VERSION
        if name in _PLACES:
            from importlib import import_module

            return getattr(import_module("." + _PLACES[name], __name__), name)
        raise AttributeError(f"module 'sourcier' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
