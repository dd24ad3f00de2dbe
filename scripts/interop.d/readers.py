"""The third-party readers: the formats of each, and how to run it."""

import html
import json
import os
import re
import shutil
import subprocess
import xml.dom.minidom
from dataclasses import dataclass
from pathlib import Path

import compare
import install
from compare import LOST, YES, Findings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
JAVA = ["-Duser.timezone=UTC", "-Duser.language=en", "-Djava.awt.headless=true", "-Xmx1g"]


@dataclass
class Reading:
    """The result of one reader for one file."""

    reader: str
    format: str
    where: str
    findings: Findings


@dataclass
class Reader:
    """A reader: its formats, and a function that returns the result for each file."""

    name: str
    formats: dict
    ask: object

    def read(self, files, work):
        mine = [(export, self.formats[export.format]) for export in files if export.format in self.formats]
        return [
            Reading(self.name, export.format, f"{export.dossier}, {export.view}", findings)
            for (export, _), findings in zip(mine, self.ask(self, mine, work))
        ] if mine else []


def batch(command, lines, environment=None):
    """Runs a program once for all jobs, one on each line."""
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True,
                          env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")


def answers(reader, mine, work, command, environment=None, fields=lambda how, export: [how, *export.paths]):
    """Runs a program that writes its results to files, and compares each with the dump."""
    place = work / "answers" / reader.name.replace(" ", "-")
    place.mkdir(parents=True, exist_ok=True)
    paths = [place / f"{export.name}.json" for export, _ in mine]
    lines = ["\t".join(map(str, [path, *fields(how, export)])) for path, (export, how) in zip(paths, mine)]
    batch(command, lines, environment)
    for path, (export, how) in zip(paths, mine):
        read = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"error": "no answer"}
        yield export, how, read


def tables(paths, first, second):
    """The two tables of a format, recognised by their headers."""
    def having(words):
        for path in paths:
            with open(path, encoding="utf-8-sig") as file:
                header = file.readline()
            if all(word.lower() in header.lower() for word in words):
                return path
        raise ValueError(f"no table with {words} among {[path.name for path in paths]}")
    edges = having(second)
    return [having(first) if len(paths) < 2 else having_other(paths, first, edges), edges]


def having_other(paths, words, other):
    rest = [path for path in paths if path != other]
    return tables(rest, words, words)[1] if len(rest) > 1 else rest[0]


def python(reader, mine, work):
    def fields(how, export):
        paths = tables(export.paths, ["Id"], ["Source", "Target"]) if how == "python-csv" else export.paths
        return [how, *paths]
    for export, how, read in answers(reader, mine, work, [install.python(), HERE / "python_readers.py"], fields=fields):
        if how == "jsonld":
            yield claims(export, read)
        elif how == "png":
            yield pixels(read)
        elif how.endswith("-pajek"):
            yield pajek(export.truth, read)
        else:
            yield compare.graphs(export.truth, read)


def pajek(truth, read, labels_of_edges=True):
    """Compares a Pajek network: vertices in order, labels, directions, and weights if all have one unit."""
    if read.get("error"):
        return compare.graphs(truth, read)
    iris = {str(number): node["id"] for number, node in enumerate(truth["nodes"], 1)}
    weighed = [edge for edge in truth["edges"] if edge.get("weight") is not None]
    one_unit = len({(edge["attributes"].get("symbol") or {}).get("value") for edge in weighed}) == 1
    carried = {"nodes": [written(node) for node in truth["nodes"]], "edges": [written(edge) for edge in truth["edges"]]}
    for edge in carried["edges"]:
        weight = edge.get("weight") if one_unit else None
        edge["weight"] = "1" if weight is None else weight
        edge["label"] = edge["label"] if labels_of_edges else None
    for node in read["nodes"]:
        node.update(id=iris[str(node["id"])], tooltip="")
    for edge in read["edges"]:
        edge.update(source=iris[str(edge["source"])], target=iris[str(edge["target"])], tooltip="")
    by_order(carried["edges"], read["edges"])
    found = compare.graphs(carried, read, picture=True)
    # Weights are not compared in pictures.
    weights = compare.graphs(carried, read)
    found.aspects["weights"], found.counts["weights"] = weights.aspects["weights"], weights.counts["weights"]
    found.aspects["identifiers"] = {"by their order": []}
    if any(mark in (one.get("label") or "") for one in truth["nodes"] + truth["edges"] for mark in '"\\'):
        found.add("labels", "marks replaced")
    if not labels_of_edges:
        found.add("labels", "those of nodes")
    return found


def by_order(ours, theirs):
    """Matches parallel lines by order, arcs first; the ends of an undirected edge are in our order."""
    def ends(edge, directed):
        return (edge["source"], edge["target"]) if directed else frozenset((edge["source"], edge["target"]))
    for directed in (True, False):
        lines = {}
        for edge in sorted(ours, key=lambda edge: not compare.leads(edge)):
            lines.setdefault(ends(edge, directed), []).append(edge)
        for edge in (edge for edge in theirs if edge["directed"] == directed):
            line = next(iter(lines.get(ends(edge, directed), ())), None)
            if line:
                lines[ends(edge, directed)].remove(line)
                edge["id"] = line["id"]
                if not directed:
                    edge.update(source=line["source"], target=line["target"])


def written(one):
    """A node or an edge with the attributes that a Pajek network has."""
    label = (one.get("label") or "").replace('"', "'").replace("\\", "\uff3c")
    attributes = {name: value for name, value in one["attributes"].items() if name == "directed"}
    return {**one, "label": label, "kind": None, "start": None, "end": None, "attributes": attributes}


def claims(export, read):
    """JSON-LD: PyLD and rdflib find the same triples; in schema.org's vocabulary, each claim of the dossier is a Claim with its text."""
    found = Findings()
    if read.get("error"):
        found.add("opens", f"{LOST}: {read['error'][:160]}", read["error"])
        return found
    found.add("opens", YES if read["same"] else f"{LOST}: PyLD and rdflib have other triples", str(read["triples"]))
    if "claims" not in export.truth:  # the whole graph, in the dossier's own vocabulary
        same = read["triples"] == [export.truth["triples"]] * 2
        found.add("edges", YES if same else f"{LOST}: other triples", f"{read['triples']} of {export.truth['triples']}")
        return found
    lost = sorted(set(export.truth["claims"]) - set(read["claims"]))
    found.add("edges", f"{LOST}: claims are missing" if lost or not read["claims"] else YES, f"{len(lost)}: {lost[:2]}")
    return found


def pixels(read):
    found = Findings()
    drawn = not read.get("error") and min(read["size"]) > 100 and read["colours"] > 4
    found.add("opens", YES if drawn else f"{LOST}: nothing is drawn", str(read))
    return found


def node(reader, mine, work):
    environment = {"NODE_PATH": str(install.node())}
    for export, _, read in answers(reader, mine, work, ["node", HERE / "node_readers.cjs"], environment):
        yield compare.graphs(export.truth, read)


def mermaid(reader, mine, work):
    environment = {"NODE_PATH": str(install.node())}
    for export, _, read in answers(reader, mine, work, ["node", HERE / "node_readers.cjs"], environment):
        if not read.get("error"):
            read = without_legend(read, {node["id"] for node in export.truth["nodes"]})
        found = compare.graphs(export.truth, read, picture=True)
        if YES in found.aspects.get("identifiers", {}):
            found.aspects["identifiers"] = {"last part of the IRI": []}
        yield found


def without_legend(read, iris):
    """A flowchart's nodes, matched to IRIs by their names, and the legend's text for each edge."""
    legend = {one["id"] for one in read["nodes"] if one["id"].startswith("legend_")}
    said = " ".join(one["label"] for one in read["edges"] if one["source"] in legend)
    def iri(name):
        end = re.sub("_([0-9a-f]+)_", lambda code: chr(int(code[1], 16)), name.removeprefix("n_"))
        ending = [iri for iri in iris if re.search("(^|[/#:])" + re.escape(end) + "[/#]*$", iri)]
        return ending[0] if len(ending) == 1 else name
    beside = {"tooltip": said, "elsewhere": "in the legend"}
    return {
        "nodes": [{**one, "id": iri(one["id"]), "tooltip": ""} for one in read["nodes"] if one["id"] not in legend],
        "edges": [{**one, **beside, "source": iri(one["source"]), "target": iri(one["target"])}
                  for one in read["edges"] if one["source"] not in legend],
    }


def gephi(reader, mine, work):
    path = install.java("gephi", "Gephi's toolkit 0.10.1", "Gephi")
    def fields(how, export):
        return [how, *(tables(export.paths, ["Id"], ["Source", "Target"]) if how == "csv" else export.paths)]
    for export, _, read in answers(reader, mine, work, ["java", *JAVA, "-cp", path, "Gephi"], fields=fields):
        # Gephi reads no labels of lines.
        yield pajek(export.truth, read, False) if export.format == "pajek" else compare.graphs(export.truth, read)


def neo4j(reader, mine, work):
    """The dossier of edge cases and one view of the repository's, since each database takes some seconds."""
    path = install.java("neo4j", "Neo4j 5.26", "Neo4j")
    own = [pair for pair in mine if pair[0].dossier == "own"]
    largest = max(own, key=lambda pair: len(pair[0].truth["edges"]), default=None)
    asked = [pair for pair in mine if pair[0].dossier != "own" or pair is largest]
    def fields(_, export):
        database = work / "databases" / export.name
        shutil.rmtree(database, ignore_errors=True)
        return [database, *tables(export.paths, [":ID"], [":START_ID", ":END_ID"])]
    done = {}
    for export, _, read in answers(reader, asked, work, ["java", *JAVA, "-cp", path, "Neo4j"], fields=fields):
        for element in read.get("nodes", []) + read.get("edges", []):
            for name in ("label", "name", "weight", "start", "end"):
                if name in element["attributes"] and element.get("label" if name == "name" else name) is None:
                    element["label" if name == "name" else name] = element["attributes"][name]["value"]
        done[export.name] = compare.graphs(export.truth, read)
    for export, _ in mine:
        yield done.get(export.name, Findings())


def graphviz(_, mine, _work):
    install.need("dot")
    for export, _ in mine:
        done = subprocess.run(["dot", "-Tdot_json", export.paths[0]], capture_output=True, text=True)
        read = dot_graph(json.loads(done.stdout)) if done.returncode == 0 else {"error": done.stderr or "failed"}
        if done.stderr and "error" not in read:
            read["notes"] = done.stderr.splitlines()
        yield compare.graphs(export.truth, read, picture=True)


def dot_graph(read):
    """Nodes and edges as read by Graphviz; markup in labels is removed."""
    def words(label):
        return compare.words(html.unescape(re.sub(r"<[^>]*>", " ", label)).replace("\\\\", "\\")) if label else ""
    # Nodes without a URL belong to the legend.
    objects = [one for one in read.get("objects", []) if "nodes" not in one and one.get("URL")]
    names = {one["_gvid"]: one["URL"] for one in objects}
    nodes = [{"id": names[one["_gvid"]], "label": words(one.get("label")), "tooltip": words(one.get("tooltip")), "attributes": {}}
             for one in objects]
    edges = [{"id": one.get("id"), "source": names[one["tail"]], "target": names[one["head"]], "label": words(one.get("label")),
              "tooltip": words(one.get("tooltip")), "directed": one.get("dir") != "none", "attributes": {}} for one in read.get("edges", []) if one["tail"] in names and one["head"] in names]
    return {"nodes": nodes, "edges": edges}


def suites():
    place = Path(os.environ.get("SOURCIER_SUITES") or ROOT.parent / "shared/suites")
    if not place.is_dir():
        raise install.Missing(f"no schemas in {place} ($SOURCIER_SUITES)")
    return place


def valid(passed, said):
    found = Findings()
    found.add("opens", "valid" if passed else f"{LOST}: not valid", "" if passed else said.strip()[:400])
    return found


def relax_ng(_, mine, _work):
    schema = suites() / "gexf/specs/1.3/gexf.rng"
    archives = install.maven("jing", "jing, a validator of RELAX NG")
    driver = ["java", *JAVA, "-cp", f"{archives}/*", "com.thaiopensource.relaxng.util.Driver", schema]
    paths = [export.paths[0] for export, _ in mine]
    said = subprocess.run([*driver, *paths], capture_output=True, text=True)
    lines = (said.stdout + said.stderr).splitlines()
    for path in paths:
        about = [line for line in lines if line.startswith(str(path))]
        yield valid(not about and (said.returncode == 0 or any(line.startswith(str(p)) for p in paths for line in lines)), "\n".join(about) or said.stderr)


def xml_schema(_, mine, _work):
    install.need("xmllint")
    schema = suites() / "graphml/jgrapht/graphml.xsd"
    for export, _ in mine:
        done = subprocess.run(["xmllint", "--nonet", "--huge", "--noout", "--schema", schema, export.paths[0]], capture_output=True, text=True)
        yield valid(done.returncode == 0, done.stderr)


def svg(_, mine, _work):
    for export, _ in mine:
        try:
            root = xml.dom.minidom.parse(str(export.paths[0])).documentElement
            drawn = root.tagName == "svg" and root.getElementsByTagName("text")
            yield valid(drawn, "no text in it")
        except Exception as error:  # any error of the parser
            yield valid(False, str(error))


def rapper(_, mine, _work):
    install.need("rapper")
    for export, syntax in mine:
        done = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", export.paths[0], "https://example.org/"], capture_output=True, text=True)
        found = Findings()
        lines = len(set(done.stdout.splitlines()))
        found.add("opens", YES if done.returncode == 0 and not done.stderr else f"{LOST}: {done.stderr[:100]}", done.stderr)
        found.add("edges", YES if lines == export.truth["triples"] else f"{LOST}: other triples", f"{lines} of {export.truth['triples']}")
        yield found


RAPPER = {f"rdf {name}": name for name in ("turtle", "ntriples", "nquads", "trig", "rdfxml")}

ALL = [
    Reader("Gephi", {"gexf": "gexf", "graphml": "graphml", "csv": "csv", "pajek": "pajek"}, gephi),
    Reader("networkx", {"gexf": "networkx-gexf", "graphml": "networkx-graphml",
                        "pajek": "networkx-pajek"}, python),
    Reader("igraph", {"graphml": "igraph-graphml", "pajek": "igraph-pajek"}, python),
    Reader("graphology", {"gexf": "graphology-gexf", "graphml": "graphology-graphml",
                          "graphology": "graphology-json"}, node),
    Reader("Python's csv", {"csv": "python-csv"}, python),
    Reader("neo4j-admin", {"neo4j": "neo4j"}, neo4j),
    Reader("cytoscape.js", {"cytoscape": "cytoscape-json"}, node),
    Reader("Graphviz", {"dot": "dot"}, graphviz),
    Reader("mermaid", {"mermaid": "mermaid"}, mermaid),
    Reader("rdflib, PyLD", {"claims (schema.org)": "jsonld", "rdf jsonld": "jsonld"}, python),
    Reader("rapper", RAPPER, rapper),
    Reader("Pillow", {"png": "png"}, python),
    Reader("expat", {"svg": "svg"}, svg),
    Reader("jing: RELAX NG of GEXF 1.3", {"gexf": ""}, relax_ng),
    Reader("xmllint: XSD of GraphML", {"graphml": ""}, xml_schema),
]


def unread(files):
    """The formats that the program lists but no reader supports."""
    read = {form for reader in ALL for form in reader.formats}
    return sorted({export.format for export in files} - read)
