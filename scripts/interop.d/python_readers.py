"""What readers in Python make of files, as JSON.

Standard input: jobs, one a line, fields separated by tabs: the file for the answer, a reader, then the files.
"""

import csv
import json
import math
import sys
from decimal import Decimal

import igraph
import networkx
import rdflib
import rdflib.compare
from PIL import Image
from pyld import jsonld


def attributes(values, without=()):
    """Values with the names of their Python types; missing ones (None, NaN) are left out."""
    kept = {}
    for name, value in values.items():
        if name in without or value is None or (isinstance(value, float) and math.isnan(value)):
            continue
        kept[name] = {"type": type(value).__name__, "value": value}
    return kept


def node(identifier, data):
    viz = data.get("viz", {})
    colour = viz.get("color")
    one = {"id": identifier, "label": data.get("label"), "attributes": attributes(data, ("label", "viz", "id"))}
    if colour:
        one["color"] = "#{r:02x}{g:02x}{b:02x}".format(**colour)
    one.update(viz.get("position", {}))
    one["size"] = viz.get("size")
    return one


def edge(identifier, source, target, data):
    named = ("label", "kind", "weight", "start", "end")
    one = {name: data.get(name) for name in named}
    if isinstance(one["weight"], float) and math.isnan(one["weight"]):
        one["weight"] = None
    one.update(id=identifier, source=source, target=target, attributes=attributes(data, ("id",)))
    return one


def of_networkx(graph):
    edges = graph.edges(data=True, keys=True) if graph.is_multigraph() else (
        (source, target, data.get("id"), data) for source, target, data in graph.edges(data=True)
    )
    return {
        "nodes": [node(identifier, data) for identifier, data in graph.nodes(data=True)],
        "edges": [{**edge(data.get("id", key), source, target, data), "directed": graph.is_directed()}
                  for source, target, key, data in edges],
        "notes": [],
    }


def igraph_graphml(path):
    graph = igraph.Graph.Read_GraphML(path)
    names = [vertex["id"] for vertex in graph.vs]
    return {
        "nodes": [node(vertex["id"], vertex.attributes()) for vertex in graph.vs],
        "edges": [{**edge(one.attributes().get("id"), names[one.source], names[one.target], one.attributes()),
                   "directed": graph.is_directed()} for one in graph.es],
        "notes": [],
    }


def numbered(nodes, edges, directed):
    """Reads a Pajek network: vertices by number, and lines between them."""
    return {
        "nodes": [node(number, {"label": label}) for number, label in nodes],
        "edges": [{**edge(None, source, target, {**data, "label": label}), "directed": directed}
                  for source, target, label, data in edges],
        "notes": [],
    }


def networkx_pajek(path):
    graph = networkx.read_pajek(path)
    numbers = {name: data["id"] for name, data in graph.nodes(data=True)}
    lines = [(numbers[source], numbers[target], data.get("l"), data) for source, target, data in graph.edges(data=True)]
    return numbered([(number, name) for name, number in numbers.items()], lines, graph.is_directed())


def igraph_pajek(path):
    graph = igraph.Graph.Read_Pajek(path)
    lines = [(str(one.source + 1), str(one.target + 1), one.attributes().get("label"), one.attributes()) for one in graph.es]
    return numbered([(str(vertex.index + 1), vertex["name"]) for vertex in graph.vs], lines, graph.is_directed())


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file, strict=True)
        header = next(rows)
        for number, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise ValueError(f"{path}, row {number}: {len(row)} cells, {len(header)} columns")
            yield {name: cell for name, cell in zip(header, row) if cell != ""}


def python_csv(nodes, edges):
    """Reads the two tables (RFC 4180) into networkx."""
    graph = networkx.MultiDiGraph()
    for row in table(nodes):
        graph.add_node(row["Id"], label=row.get("Label"), **{k: v for k, v in row.items() if k not in ("Id", "Label")})
    for row in table(edges):
        low = {"Label": "label", "Kind": "kind", "Weight": "weight", "Start": "start", "End": "end", "Id": "id"}
        data = {low.get(name, name): cell for name, cell in row.items() if name not in ("Source", "Target")}
        if row["Source"] not in graph or row["Target"] not in graph:
            raise ValueError(f"{edges}: an edge from or to nowhere: {row['Source']}, {row['Target']}")
        graph.add_edge(row["Source"], row["Target"], **data)
    read = of_networkx(graph)
    for one in read["edges"]:
        one["directed"] = one["attributes"]["Type"]["value"] == "Directed"
    return read


def offline(address, _options):
    raise ValueError(f"would load {address}")


def triples(path):
    """A JSON-LD file's triples, by rdflib and by PyLD; an external context is an error."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    jsonld.set_document_loader(offline)
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    one = rdflib.Graph().parse(data=quads, format="nt")
    two = rdflib.Graph().parse(path, format="json-ld")
    same = rdflib.compare.isomorphic(one, two) if len(one) < 50000 else len(one) == len(two)
    claims = {str(subject) for kind in ("https://schema.org/Claim", "http://schema.org/Claim")
              for subject in two.subjects(rdflib.RDF.type, rdflib.URIRef(kind))}
    return {"triples": [len(one), len(two)], "same": same, "claims": sorted(claims)}


def picture(path):
    with Image.open(path) as image:
        image.load()
        return {"size": list(image.size), "colours": len(image.convert("RGB").getcolors(1 << 24))}


READERS = {
    "networkx-gexf": lambda path: of_networkx(networkx.read_gexf(path)),
    "networkx-graphml": lambda path: of_networkx(networkx.read_graphml(path)),
    "networkx-pajek": networkx_pajek,
    "igraph-graphml": igraph_graphml,
    "igraph-pajek": igraph_pajek,
    "python-csv": python_csv,
    "jsonld": triples,
    "png": picture,
}


def plain(value):
    return str(value) if isinstance(value, Decimal) else repr(value)


for line in sys.stdin:
    answer, reader, *files = line.rstrip("\n").split("\t")
    try:
        result = READERS[reader](*files)
    except Exception as error:  # any exception of a reader is its result
        result = {"error": f"{type(error).__name__}: {error}"}
    with open(answer, "w", encoding="utf-8") as out:
        json.dump(result, out, default=plain)
