import pytest

import sourcier


@pytest.fixture(scope="module")
def money(shipped: sourcier.Dossier) -> sourcier.View:
    return shipped.view("money", lang="en")


def test_nodes_and_edges_have_plain_values(money: sourcier.View) -> None:
    labels = {node["id"]: node["label"] for node in money.nodes}
    [raised] = [edge for edge in money.edges if edge.get("claims") == "inn23-adept-350m"]
    assert (labels[raised["source"]], raised["weight"], raised["kind"]) == ("Adept", 350000000, "raises")


def test_edges_say_in_which_unit_they_are_and_whether_they_add_up(money: sourcier.View) -> None:
    assert {edge["unit"] for edge in money.edges if "unit" in edge} >= {"EUR", "USD"}
    paid = [edge for edge in money.edges if "weight" in edge]
    assert all((edge.get("unit") is None) == (edge["symbol"] == "") for edge in paid if "symbol" in edge)
    # More than 300 billion without a currency: in no total.
    [vague] = [edge for edge in money.edges if edge.get("weight") == 300000000000]
    assert "unit" not in vague and vague["standing"] == "open" and vague["adds"] is False
    assert any(edge["adds"] for edge in paid)


def test_networkx(money: sourcier.View) -> None:
    networkx = pytest.importorskip("networkx")
    graph = money.to_networkx()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(money.nodes), len(money.edges))
    assert graph.graph["language"] == "en"
    paid = dict(graph.out_degree(weight="weight"))
    [adept] = [node for node, label in graph.nodes(data="label") if label == "Adept"]
    assert paid[adept] == 350000000


def test_igraph(money: sourcier.View) -> None:
    pytest.importorskip("igraph")
    graph = money.to_igraph()
    assert (graph.vcount(), graph.ecount()) == (len(money.nodes), len(money.edges))
    first = money.edges[0]
    edge = graph.es[0]
    assert (graph.vs[edge.source]["name"], graph.vs[edge.target]["name"]) == (first["source"], first["target"])
    assert edge["weight"] == first["weight"]


def test_pictures_and_files(money: sourcier.View) -> None:
    assert money.svg().startswith("<?xml") or money.svg().startswith("<svg")
    assert "109" in money.svg()
    shown, whole = money._repr_svg_(), money.svg()
    assert 'width="100%" viewBox' in shown and 'width="100%" viewBox' not in whole
    assert shown.partition("viewBox")[2] == whole.partition("viewBox")[2]
    assert money.export("png").startswith(b"\x89PNG")
    assert b"<gexf" in money.export("gexf")
    assert list(money.export_files("csv")) == ["-nodes.csv", "-edges.csv"]
