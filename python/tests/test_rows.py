import sys
from decimal import Decimal

import pytest

import sourcier


def test_arrow_has_one_type_for_each_column(shipped: sourcier.Dossier) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    rows = shipped.sparql(
        'SELECT ?day ?yes ?exact ?whole ?mixed ?none WHERE { VALUES (?day ?yes ?exact ?whole ?mixed ?none) '
        '{ ("2024-02-29"^^xsd:date true 0.5 12 1 UNDEF) ("1969-12-31"^^xsd:date false 2 UNDEF "a" UNDEF) } }'
    )
    table = pyarrow.table(rows)
    assert [str(field.type) for field in table.schema] == ["date32[day]", "bool", "decimal128(38, 1)", "int64", "string", "string"]
    assert table.to_pylist() == [
        dict(zip(rows.columns, row)) | {"mixed": str(row[4])} for row in rows.tuples()
    ]
    # A stream may be asked for again.
    assert pyarrow.table(rows).equals(table)


def test_amounts_are_exact_in_arrow(shipped: sourcier.Dossier) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    rows = shipped.sparql(
        'SELECT ?amount ?wide ?float WHERE { VALUES (?amount ?wide ?float) '
        '{ (-0.10 1.5 2.5) (12345678901234567890.05 1234567890123456789012345678901234567890.5 1e0) (+7 UNDEF 3) (UNDEF UNDEF UNDEF) } }'
    )
    table = pyarrow.table(rows)
    assert [str(field.type) for field in table.schema] == ["decimal128(38, 2)", "double", "double"]
    amounts = [None if value is None else Decimal(value) for value in ("-0.1", "12345678901234567890.05", "7", None)]
    assert table.column("amount").to_pylist() == amounts == [row["amount"] for row in rows]
    sums = pyarrow.table(shipped.sums(by="currency"))
    assert str(sums.schema.field("minimum").type) == "decimal128(38, 0)"


def test_pandas_can_have_exact_amounts(shipped: sourcier.Dossier) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    rows = shipped.sums(by="currency")
    frame = rows.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)
    assert frame["minimum"].sum() == sum(row["minimum"] for row in rows)
    assert isinstance(frame["minimum"].sum(), Decimal)


def test_an_answer_without_rows_keeps_its_columns(shipped: sourcier.Dossier) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    rows = shipped.sparql("SELECT ?a ?b WHERE { ?a a s:NothingOfThisKind ; s:about ?b }")
    assert len(rows) == 0 and pyarrow.table(rows).column_names == ["a", "b"]


def test_pandas_with_and_without_pyarrow(shipped: sourcier.Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    rows = shipped.sums(by="currency", lang="en")
    frame = rows.to_pandas()
    assert list(frame.columns) == rows.columns and len(frame) == len(rows)
    assert frame["minimum"].sum() == float(sum(row["minimum"] for row in rows))
    largest = frame.nlargest(1, "maximum")["group"].to_list()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    plain = rows.to_pandas()
    assert plain["minimum"].sum() == frame["minimum"].sum()
    assert str(plain["minimum"].dtype) == str(frame["minimum"].dtype) == "float64"
    assert plain.nlargest(1, "maximum")["group"].to_list() == largest


def test_a_notebook_shows_a_table(shipped: sourcier.Dossier) -> None:
    rows = shipped.sparql('SELECT ?text WHERE { VALUES ?text { "<script>" UNDEF } }')
    html = rows._repr_html_()
    assert "<td>&lt;script&gt;</td>" in html and "<script>" not in html and html.count("<tr>") == 3
