"""The graph of a view."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import _native
from ._errors import Error

if TYPE_CHECKING:
    import igraph
    import networkx


class View:
    """A view: a directed multigraph whose nodes are entities, and whose edges are claims or links."""

    __slots__ = ("_view",)

    def __init__(self, view: _native.View) -> None:
        self._view = view

    @property
    def name(self) -> str:
        """Its name."""
        return self._view.name

    def _json(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.export("json"))
        return content

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The nodes: `id` (its IRI), `label`, `x` and `y` (in points, downwards), and the attributes of the view."""
        return [_flat(node) for node in self._json()["nodes"]]

    @property
    def edges(self) -> list[dict[str, Any]]:
        """The edges: `source` and `target` (IRIs), and the attributes of the view, such as `kind`, `label` and `weight`.

        `unit` is the key of the weight's unit, such as `EUR`, and `symbol` what is printed beside it; weights of several units are not to be
        added. `adds` says whether the weight may be added to others of its unit: money that the totals by payer have, and that no other claim replaces or contests.
        """
        return [_flat(edge) for edge in self._json()["edges"]]

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """A `networkx.MultiDiGraph` whose nodes are IRIs, with all attributes; needs networkx."""
        import networkx

        content = self._json()
        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**content["graph"])
        for node in map(_flat, content["nodes"]):
            graph.add_node(node.pop("id"), **node)
        for edge in map(_flat, content["edges"]):
            graph.add_edge(edge.pop("source"), edge.pop("target"), **edge)
        return graph

    def to_igraph(self) -> "igraph.Graph":
        """A directed `igraph.Graph`; `name` of a vertex is its IRI. Needs igraph."""
        import igraph

        content = self._json()
        nodes = [_flat(node) for node in content["nodes"]]
        edges = [_flat(edge) for edge in content["edges"]]
        place = {node["id"]: index for index, node in enumerate(nodes)}
        graph = igraph.Graph(n=len(nodes), directed=True)
        for key, value in content["graph"].items():
            graph[key] = value
        graph.vs["name"] = [node["id"] for node in nodes]
        for key in _keys(nodes, "id"):
            graph.vs[key] = [node.get(key) for node in nodes]
        graph.add_edges([(place[edge["source"]], place[edge["target"]]) for edge in edges])
        for key in _keys(edges, "source", "target"):
            graph.es[key] = [edge.get(key) for edge in edges]
        return graph

    def export(self, format: str) -> bytes:
        """The view in a format of one file: `svg`, `png`, `dot`, `mermaid`, `gexf`, `graphml`, `pajek`, `cytoscape`, `graphology` or
        `json`.

        Raises:
            Error: when there is no such format, it has several files (`csv`, `neo4j`), or the view is too large for a picture.
        """
        files = self._view.export(format)
        if len(files) != 1:
            raise Error(f"{format} has {len(files)} files: `export_files` gives them")
        return next(iter(files.values()))

    def export_files(self, format: str) -> dict[str, bytes]:
        """The files of a format, by the suffix after the view's name: `{"-nodes.csv": ..., "-edges.csv": ...}`."""
        return self._view.export(format)

    def svg(self) -> str:
        """The picture, as SVG."""
        return self.export("svg").decode()

    def _repr_svg_(self) -> str:
        """The picture, which a notebook shows as wide as its column."""
        import re

        return re.sub(r'(<svg [^>]*?)width="[0-9.]+" height="[0-9.]+"', r'\1width="100%"', self.svg(), count=1)

    def __repr__(self) -> str:
        nodes, edges = self._view.size
        return f"<view {self.name}: {nodes} nodes, {edges} edges>"


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """A node or an edge with its attributes beside its own keys, as plain values."""
    flat = {key: _value("decimal", value) if key == "weight" else value for key, value in item.items() if key != "attributes"}
    for key, typed in item.get("attributes", {}).items():
        flat.setdefault(key, _value(typed["type"], typed["value"]))
    return flat


def _value(kind: str, value: Any) -> Any:
    """A value as Python has it: the texts of numbers become `int` where they are whole, else `float`."""
    if kind in ("integer", "decimal", "double") and isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            return float(value)
    return value


def _keys(items: list[dict[str, Any]], *without: str) -> list[str]:
    return [key for key in dict.fromkeys(key for item in items for key in item) if key not in without]
