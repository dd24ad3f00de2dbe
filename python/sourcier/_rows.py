"""The rows of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, Union, overload

from . import _native

if TYPE_CHECKING:
    import pandas
    import pyarrow


class Rows:
    """The rows of an answer, in its order.

    A row is a dictionary from column to value: `int`, `decimal.Decimal`, `float`, `bool`, `datetime.date`, or `str` for texts
    and IRIs; `None` where the answer has nothing. Decimals are exact.

    As Arrow (`to_arrow`, `to_pandas`, `polars.DataFrame(rows)`, `duckdb`), a column has one type: integers are 64 bits wide, decimals (and integers beside
    them) are `decimal128(38, s)`, with as many digits `s` after the point as the column needs, so that amounts stay exact. A column that needs more than 38
    digits, or has `float` beside them, is 64-bit floating point; days are `date32`; a column of several other types is text.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: _native.Rows) -> None:
        self._rows = rows

    @property
    def columns(self) -> list[str]:
        """The names of the columns: the variables of the query."""
        return self._rows.columns

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        columns = self.columns
        return (dict(zip(columns, row)) for row in self._rows.tuples())

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[dict[str, Any], list[dict[str, Any]]]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        row = self._rows.row(place) if place >= 0 else None
        if row is None:
            raise IndexError(f"there are {len(self)} rows, and none at {index}")
        return dict(zip(self.columns, row))

    def tuples(self) -> list[tuple[Any, ...]]:
        """The rows as tuples, in the order of `columns`."""
        return self._rows.tuples()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows as an Arrow stream of one batch (Arrow PyCapsule interface): what reads it copies nothing."""
        return self._rows.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> "pyarrow.Table":
        """A `pyarrow.Table`; needs pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """A `pandas.DataFrame`; needs pandas. Amounts are 64-bit floating point (exact up to 2**53), with which all of pandas calculates; days are `datetime.date`.

        `rows.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)` keeps them exact, as Arrow's decimals.
        """
        import pandas

        try:
            import pyarrow
        except ImportError:
            return self._frame()
        table = pyarrow.table(self)
        for place, column in enumerate(table.schema):
            if pyarrow.types.is_decimal(column.type):
                table = table.set_column(place, column.name, table.column(place).cast(pyarrow.float64()))
        frame: pandas.DataFrame = table.to_pandas()
        return frame

    def _frame(self) -> "pandas.DataFrame":
        """The frame without pyarrow."""
        from decimal import Decimal

        import pandas

        frame = pandas.DataFrame.from_records(self._rows.tuples(), columns=self.columns)
        for name in self.columns:
            values = list(frame[name])
            if any(isinstance(value, Decimal) for value in values) and all(value is None or isinstance(value, (int, float, Decimal)) for value in values):
                frame[name] = pandas.Series([None if value is None else float(value) for value in values], dtype="float64", index=frame.index)
        return frame

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """A table of the first rows, for notebooks."""
        from html import escape

        most = 60
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{'' if value is None else escape(str(value))}</td>" for value in self._rows.row(place) or ()) + "</tr>"
            for place in range(min(most, len(self)))
        )
        more = f"<p>{len(self)} rows, of which the first {most}</p>" if len(self) > most else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
