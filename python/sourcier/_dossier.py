"""An open dossier."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Optional, Union

from . import _native
from ._claims import Explanation, Found
from ._errors import Error, Finding
from ._rows import Rows
from ._view import View

PathLike = Union[str, "os.PathLike[str]"]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query: its `name`, `type` (`string`, `date`, `id` for a key, words as `fr|en`), `default` and `help`."""

    name: str
    type: str
    default: Optional[str]
    help: str


@dataclass(frozen=True)
class Query:
    """A named query or a view: its `name`, its `title` in the dossier's language, and its parameters."""

    name: str
    title: str
    parameters: list[Parameter]


@dataclass(frozen=True)
class Verified:
    """How many passages were compared with their texts and found (`passages`), of how many (`of`)."""

    passages: int
    of: int


def open(path: PathLike = ".", *, texts: Optional[PathLike] = None, timeout: Optional[float] = None, lang: Optional[str] = None) -> "Dossier":
    """Opens the dossier of a folder, or of the nearest one above it that has a `sourcier.toml`.

    Reads its tables, and derives sums and links by its rules. Later changes of its files are not seen.

    Args:
        path: a folder.
        texts: the folder of the documents' texts; without it, `texts` of `sourcier.toml`.
        timeout: the most seconds that a query or view may take; without it, no limit. Then, and at an interrupt (Ctrl-C), a query is cancelled and the call returns; a query that has read all it needs and
            goes on comparing goes on by itself until it is done, or the process ends.
        lang: the language of answers and explanations, where a query is asked for none: `fr`, `en`; without it, the dossier's.

    Raises:
        Rejected: when its files have errors; `findings` has them.
        Error: when there is no dossier.
    """
    if timeout is not None and not timeout > 0:
        raise ValueError(f"timeout is the most seconds of a query, above 0, not {timeout}")
    return Dossier(_native.Dossier(path, texts, timeout), lang)


class Dossier:
    """An open dossier. `sourcier.open` makes one."""

    __slots__ = ("_dossier", "_lang", "_with_lang")

    def __init__(self, dossier: _native.Dossier, lang: Optional[str] = None) -> None:
        self._dossier = dossier
        self._lang = lang
        self._with_lang: Optional[set[str]] = None

    @property
    def title(self) -> str:
        """Its title."""
        return self._dossier.title

    @property
    def language(self) -> str:
        """The language of its labels, and of answers where no other is asked for: `fr`, `en`."""
        return self._dossier.language

    def queries(self) -> list[Query]:
        """The named queries."""
        return [_query(query) for query in self._dossier.queries()]

    def views(self) -> list[Query]:
        """The views: queries whose rows are edges of a graph."""
        return [_query(query) for query in self._dossier.views()]

    def query(self, name: str, /, **parameters: Any) -> Rows:
        """Answers a named query.

        Args:
            name: its name, as `sourcier query` lists it: the file in queries/ without `.rq`.
            parameters: values of its parameters, such as `by="funder"` or `lang="en"`.

        Returns:
            The rows; of an ASK query one with `answer`; of a CONSTRUCT query those of `subject`, `predicate` and `object`.

        Raises:
            Error: when there is no such query, or a value does not fit its parameter.
            Rejected: when its file has errors.
        """
        return Rows(self._dossier.query(name, self._given(name, parameters)))

    def sparql(self, text: str) -> Rows:
        """Answers a SPARQL text, for which the dossier's prefixes (`s:`, `id:`, `claim:`, `doc:` ...) are declared.

        Raises:
            Rejected: when it is not valid SPARQL; `findings` has the place.
            Error: when it cannot be answered. Other endpoints (SERVICE) are never asked.
        """
        return Rows(self._dossier.sparql(text))

    def ask(self, text: str) -> bool:
        """Whether a SPARQL text (ASK) holds. Raises as `sparql` does.

        Raises:
            ValueError: when it is no ASK query.
        """
        rows = self.sparql(text)
        if rows.columns != ["answer"] or len(rows) != 1 or not isinstance(rows[0]["answer"], bool):
            raise ValueError("`ask` takes an ASK query; `sparql` answers others")
        return bool(rows[0]["answer"])

    def sums(self, by: str = "programme", *, lang: Optional[str] = None) -> Rows:
        """The totals of money: a row for each group, stage, instrument, currency and sector. What no row has is in `left_out`.

        Stages are of the same money, and never added: asked, expected, announced, voted, committed, paid, stated. `minimum` and
        `maximum` are in the row's currency; `claims` has the keys of the claims.

        Args:
            by: `programme`, `funder`, `recipient`, `kind` or `currency`.
            lang: the language of the answer; without it, the dossier's.
        """
        return self.query("totals", **_some(by=by, lang=lang))

    def left_out(self, by: str = "programme", *, lang: Optional[str] = None) -> Rows:
        """The claims of money that are in no total, with the reason and the claim that each gives way to."""
        return self.query("totals-left-out", **_some(by=by, lang=lang))

    def view(self, name: Optional[str] = None, /, **parameters: Any) -> View:
        """A view as a graph.

        Args:
            name: its name, such as `money`; without it, the dossier's own view.
            parameters: values of its parameters.

        Raises:
            Error: when there is no such view, or a value does not fit its parameter.
            Rejected: when its file has errors.
        """
        return View(self._dossier.view(name, self._given(name or "", parameters)))

    def find(self, wanted: str) -> list[Found]:
        """The claims with this key, with a figure (`"109"`, `"400 millions"`, `"25 %"`), or with words in the names of their entities.

        Sorted as the dossier's claims are.
        """
        return [Found(key, iri, says) for iri, key, says in self._dossier.find(wanted, self._language())[0]]

    def explain(self, wanted: str) -> Explanation:
        """A claim with its document, passage, row, derived links, and the other claims about the same thing.

        Args:
            wanted: its key, or what `find` finds it alone by.

        Raises:
            Error: when there is no such claim, or several.
        """
        found, nearest = self._dossier.find(wanted, self._language())
        if not found:
            near = f" (did you mean `{nearest}`?)" if nearest else ""
            raise Error(f'no claim has the key, the figure or the words "{wanted}"{near}')
        if len(found) > 1:
            keys = ", ".join(key for _, key, _ in found[:10]) + (" ..." if len(found) > 10 else "")
            raise Error(f'"{wanted}" finds {len(found)} claims (`find` gives them): explain one by its key: {keys}')
        explanation = self._dossier.explain(found[0][0], self._language())
        if explanation is None:
            raise Error(f"the claim {found[0][1]} cannot be explained")
        return Explanation(**explanation)

    def check(self) -> list[Finding]:
        """All findings beyond those that keep a dossier from being opened, as `sourcier check` prints them, sorted by place."""
        return [Finding(**finding) for finding in self._dossier.check()[0]]

    def verified(self) -> Verified:
        """How many passages have the words of their claims, where their texts are at hand."""
        return Verified(*self._dossier.check()[1])

    def _language(self) -> Optional[str]:
        """The language of explanations, if it is not the dossier's."""
        if self._lang not in (None, "fr", "en"):
            raise Error(f"claims are explained in `fr` or `en`, not in `{self._lang}`")
        return self._lang

    def _given(self, name: str, parameters: dict[str, Any]) -> dict[str, str]:
        """The texts of values, with the language of the dossier's answers where a query takes one."""
        if self._lang is not None and "lang" not in parameters:
            if self._with_lang is None:
                described = [*self.queries(), *self.views()]
                self._with_lang = {query.name for query in described if any(one.name == "lang" for one in query.parameters)}
            if name in self._with_lang:
                parameters = {**parameters, "lang": self._lang}
        return _given(parameters)

    def __len__(self) -> int:
        """The number of triples, with those that rules derive."""
        return len(self._dossier)

    def __repr__(self) -> str:
        return f"<dossier {self.title!r}: {len(self)} triples>"


def _query(described: dict[str, Any]) -> Query:
    parameters = [Parameter(**parameter) for parameter in described["parameters"]]
    return Query(described["name"], described["title"], parameters)


def _given(parameters: dict[str, Any]) -> dict[str, str]:
    """The texts of values: `True` is `true`, as SPARQL writes it; a day is `2024-05-21`."""
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in parameters.items()}


def _some(**parameters: Optional[str]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value is not None}
