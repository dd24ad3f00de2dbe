from pathlib import Path

import pytest

import sourcier


def test_a_table_is_described_and_converted(tmp_path: Path) -> None:
    table = tmp_path / "grants.csv"
    table.write_bytes("Bénéficiaire;Montant;Date\nRégion;12,50;21/05/2024\nVille;1 200,00;01/02/2023\n".encode("cp1252"))
    described = sourcier.describe(table)
    columns = described.metadata["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == ["Bénéficiaire", "Montant", "Date"]
    assert columns[1]["datatype"]["base"] == "decimal"
    assert described.notes
    described.save(tmp_path / "grants.csv-metadata.json")
    with pytest.raises(FileExistsError):
        described.save(tmp_path / "grants.csv-metadata.json")
    converted = sourcier.convert(table, "turtle", minimal=True)
    assert not [finding for finding in converted.findings if finding.severity == "error"]
    assert "1200.00" in converted.text and '"2024-05-21"' in converted.text


def test_a_cell_with_an_error_gives_no_triple_and_is_told(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,x\ntwo,y\n", encoding="utf-8")
    (tmp_path / "t.csv-metadata.json").write_text(
        '{"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "tableSchema": {"columns": '
        '[{"titles": "a", "datatype": "integer"}, {"titles": "b"}]}}',
        encoding="utf-8",
    )
    converted = sourcier.convert(table, minimal=True)
    [wrong] = converted.findings
    assert (wrong.code, wrong.row, wrong.column, wrong.value) == ("T008", 2, "a", "two")
    assert converted.text.count("\n") == 3


def test_what_is_no_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(sourcier.Error, match="none.csv"):
        sourcier.describe(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(sourcier.Error, match="empty.csv"):
        sourcier.describe(tmp_path / "empty.csv")
    with pytest.raises(sourcier.Error, match="turtle"):
        sourcier.convert(tmp_path / "empty.csv", "docx")
