import signal
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest

import sourcier

ROOT = Path(__file__).resolve().parent.parent.parent


def test_sums_are_those_of_the_command_line(shipped: sourcier.Dossier, command) -> None:
    import csv
    import io

    told = command("query", "totals", "--set", "by=funder", "--set", "lang=en", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    sums = shipped.sums(by="funder", lang="en")
    assert sums.columns == list(rows[0])
    assert [[("" if value is None else str(value)) for value in row] for row in sums.tuples()] == [list(row.values()) for row in rows]


def test_values_are_exact_and_typed(shipped: sourcier.Dossier) -> None:
    [row] = [row for row in shipped.sums(by="funder", lang="en") if row["claims"] == "dev23-50m-bpifrance"]
    assert (row["group"], row["minimum"], row["sums"], row["instrument"]) == ("Bpifrance", Decimal(50000000), 1, None)
    answer = shipped.sparql(
        'SELECT ?day ?yes ?exact ?whole ?text WHERE { VALUES (?day ?yes ?exact ?whole ?text) '
        '{ ("2024-05-21"^^xsd:date true 0.1 12 "21"@fr) (UNDEF false 0.30000000000000000001 -1 "") } }'
    )
    import datetime

    assert answer.tuples() == [
        (datetime.date(2024, 5, 21), True, Decimal("0.1"), 12, "21"),
        (None, False, Decimal("0.30000000000000000001"), -1, ""),
    ]


def test_what_is_left_out_says_why(shipped: sourcier.Dossier) -> None:
    for row in shipped.left_out(lang="en"):
        assert row["claim"] and row["reason"], row


def test_queries_have_their_parameters(shipped: sourcier.Dossier) -> None:
    totals = next(query for query in shipped.queries() if query.name == "totals")
    by = next(parameter for parameter in totals.parameters if parameter.name == "by")
    assert (by.type, by.default) == ("programme|funder|recipient|kind|currency", "programme")
    assert {"money", "claims"} <= {view.name for view in shipped.views()}


def test_forms_of_answers(shipped: sourcier.Dossier) -> None:
    assert shipped.ask("ASK { ?claim a s:Claim }") is True and shipped.ask("ASK { ?claim a s:Nothing }") is False
    assert shipped.sparql("ASK { ?claim a s:Nothing }").tuples() == [(False,)]
    with pytest.raises(ValueError, match="ASK"):
        shipped.ask("SELECT ?who WHERE { ?who a s:Person }")
    graph = shipped.sparql("CONSTRUCT { ?who a s:Person } WHERE { ?who a s:Person }")
    assert graph.columns == ["subject", "predicate", "object"] and len(graph) > 3
    rows = shipped.sparql("SELECT ?who WHERE { ?who a s:Person } ORDER BY ?who LIMIT 3")
    assert rows[-1] == rows[2] and [row["who"] for row in rows[:2]] == [rows[0]["who"], rows[1]["who"]]
    with pytest.raises(IndexError):
        rows[3]


def test_findings_have_places(small: Path) -> None:
    table = small / "data/claims.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12000000,12000000", "13000000,13000000"), encoding="utf-8")
    dossier = sourcier.open(small, texts=small / "texts")
    [wrong] = [finding for finding in dossier.check() if finding.severity == "error" and finding.column == "as_written"]
    assert (wrong.code, wrong.file, wrong.row, wrong.value) == ("E005", "data/claims.csv", 2, "12 millions d’euros")
    assert dossier.verified().of == 9


def test_a_dossier_with_errors_is_rejected_with_its_findings(small: Path) -> None:
    table = small / "data/claims.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("plan-piscine,funding", "plan-piscin,funding", 1), encoding="utf-8")
    with pytest.raises(sourcier.Rejected, match="plan-piscin") as caught:
        sourcier.open(small)
    [finding] = caught.value.findings
    assert (finding.code, finding.severity, finding.file, finding.column) == ("T012", "error", "data/claims.csv", "about")
    assert str(finding).startswith("error[T012]: ")


@pytest.mark.parametrize(
    "ask, said",
    [
        (lambda dossier: dossier.query("totls"), "did you mean `totals`"),
        (lambda dossier: dossier.query("totals", by="colour"), "programme or funder"),
        (lambda dossier: dossier.query("totals", bye="funder"), "bye"),
        (lambda dossier: dossier.view("mony"), "money"),
        (lambda dossier: dossier.sparql("SELECT * WHERE { SERVICE <https://example.org/> { ?a ?b ?c } }"), "SERVICE"),
        (lambda dossier: dossier.view("money").export("tiff"), "svg"),
        (lambda dossier: dossier.view("money").export("csv"), "2 files"),
    ],
)
def test_what_cannot_be_done_says_what_would_be_valid(shipped: sourcier.Dossier, ask, said: str) -> None:
    with pytest.raises(sourcier.Error, match=said):
        ask(shipped)


def test_a_query_with_an_error_has_its_place(shipped: sourcier.Dossier) -> None:
    with pytest.raises(sourcier.Rejected) as caught:
        shipped.sparql("SELECT ?who WHERE {\n  ?who a s:Person ;;; .\n")
    assert caught.value.findings[0].line == 3


def test_no_dossier(tmp_path: Path) -> None:
    with pytest.raises(sourcier.Error, match="sourcier.toml"):
        sourcier.open(tmp_path)
    with pytest.raises(sourcier.Error, match="texts"):
        sourcier.open(Path(__file__).parent.parent.parent, texts=tmp_path / "none")


def test_a_question_that_nests_deeply_ends_no_interpreter(shipped: sourcier.Dossier) -> None:
    with pytest.raises(sourcier.Rejected):
        shipped.sparql("SELECT * WHERE " + "{" * 20000 + "}" * 20000)


def test_other_threads_go_on(shipped: sourcier.Dossier) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda by: len(shipped.sums(by=by)), ["programme", "funder"] * 4))
    assert len(set(answers[::2])) == 1 and answers[0] > 3


# All walks along all links, each step of which reads triples.
LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?b ?q ?c . ?c ?r ?d . ?d ?s ?e . ?e ?t ?f . ?f ?u ?g . ?h ?v ?g . ?h ?w ?i . ?j ?x ?i . ?j ?y ?k }"

# Reads its triples at once, and then compares all of them with each other.
DEAF = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c < ?f && ?f < ?i) }"


@pytest.mark.parametrize("query", [LONG, DEAF])
def test_a_query_ends_at_its_time(query: str) -> None:
    # In a process of its own, with which a query ends that no longer reads.
    script = f"""
import sourcier, time
dossier = sourcier.open({str(ROOT)!r}, timeout=0.5)
begun = time.monotonic()
try:
    dossier.sparql({query!r})
except sourcier.Error as error:
    print(error)
assert time.monotonic() - begun < 60
print(dossier.ask("ASK {{ ?claim a s:Claim }}"))
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert told.stdout == "it took more than 0.5 seconds (`timeout`)\nTrue\n", told.stderr


def test_an_interrupt_ends_a_query(shipped: sourcier.Dossier) -> None:
    # Where tests run in the background, a shell has Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, lambda: signal.raise_signal(signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            shipped.sparql(LONG)
    finally:
        signal.signal(signal.SIGINT, before)
    assert shipped.ask("ASK { ?claim a s:Claim }") is True


def test_answers_are_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    english = sourcier.open(ROOT, lang="en")
    assert {row["column"] for row in english.sums()} >= {"announced", "asked"}
    assert {row["column"] for row in english.sums(lang="fr")} >= {"annoncé", "demandé"}
    assert english.view("money").to_networkx().number_of_nodes() > 3
    # A query without the parameter.
    assert isinstance(english.query("documents"), sourcier.Rows)
    assert english.explain("som25-109-milliards").modality == "announced"
    with pytest.raises(sourcier.Error, match="`fr` or `en`"):
        sourcier.open(ROOT, lang="de").explain("som25-109-milliards")
    for place, told in [(tmp_path / "nowhere", "is not there"), (tmp_path, "no sourcier.toml")]:
        with pytest.raises(sourcier.Error, match=told) as raised:
            sourcier.open(place)
        assert "-C" not in str(raised.value)


def test_claims_are_found_and_explained(shipped: sourcier.Dossier) -> None:
    found = shipped.find("109")
    assert "som25-109-milliards" in [claim.key for claim in found] and "109" in str(found[0])
    explained = shipped.explain("som25-109-milliards")
    assert explained.iri in [claim.iri for claim in found] and explained.file == "data/claims.csv" and (explained.line or 0) > 1
    assert explained.document["key"] == "sommet-ia-2025" and explained.passage["end"] > explained.passage["start"]
    # No text is at hand.
    assert explained.passage["words"] is None
    assert "som25-200-milliards" in [other["key"] for other in explained.others]
    assert explained.figure in str(explained) and "Document" in str(explained)
    with pytest.raises(sourcier.Error, match="did you mean `som25-109-milliards`"):
        shipped.explain("som25-109-miliards")
    with pytest.raises(sourcier.Error, match="explain one by its key"):
        shipped.explain("109")
