"""Exports every view of three dossiers in every format: that of this repository, one of edge cases, and one of random texts."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import compare
import readback

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLAIM = "https://w3id.org/sourcier/ns#Claim"


@dataclass
class Export:
    """A view in one format, with the dump to compare it with."""

    dossier: str
    view: str
    format: str
    paths: list = field(default_factory=list)
    error: str = ""
    truth: dict = field(default_factory=dict)

    @property
    def name(self):
        return f"{self.dossier}-{self.view}-{self.format}"


def sourcier(program, dossier, *arguments):
    return subprocess.run([program, "-C", dossier, *arguments], capture_output=True, text=True)


def formats(program, kind):
    """The formats of a kind as the program lists them: name, files, features."""
    listed = subprocess.run([program, "formats", "--json"], capture_output=True, text=True, check=True)
    return json.loads(listed.stdout)[kind]["formats"]


def views(program, dossier):
    listed = sourcier(program, dossier, "export", "graph").stdout
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    return [name for name in names if (dossier / "queries/views" / f"{name}.rq").exists()]


def variants(names):
    """Each view, and one with merged parallel edges, which has lists."""
    merged = next((name for name in ("claims", "everything") if name in names), names[0])
    return [(name, ()) for name in names] + [(merged, ("--merge",))]


def one(program, dossier, view, form, place, extra=()):
    """Writes one export; returns its files."""
    place.mkdir(parents=True, exist_ok=True)
    done = sourcier(program, dossier, "export", "graph", view, "--format", form, "-o", place, *extra)
    error = (done.stderr or done.stdout) if done.returncode else ""
    return sorted(one for one in place.iterdir() if one.is_file()), error


def rdf(program, dossier, form, work):
    """Writes the whole graph as RDF; returns its file."""
    path = work / f"graph.{form}"
    done = sourcier(program, dossier, "export", "rdf", "--format", form, "-o", path)
    return [path], done.stderr if done.returncode else ""


def without_places(truth):
    """The expected nodes of a table: Gephi's importer of tables sets its own positions."""
    nodes = [{name: value for name, value in node.items() if name not in ("x", "y")} for node in truth["nodes"]]
    return {**truth, "nodes": nodes}


def write(program, root, work):
    """All exports of the program, and the number that it refuses; those are printed, one on each line."""
    files = []
    # JSON is the reference for the others.
    graphs = [form["name"] for form in formats(program, "graphs") if form["name"] != "json"]
    # Random texts as labels of nodes and edges. Gephi takes a blank text, and the word `null`, for no value.
    labels = [text for text in readback.texts("1", 120) if text.strip(compare.BLANK) not in ("", "null")]
    random = readback.dossier(work / "random-texts", labels)
    for name, dossier in (("own", root), ("trouble", root / "tests/interop"), ("random", random)):
        for view, extra in variants(views(program, dossier)):
            place = work / name / "-".join([view, *extra])
            dump, error = one(program, dossier, view, "json", place / "json", extra)
            if error:
                raise SystemExit(f"{name}, {view}: no JSON to compare with: {error}")
            truth = json.loads(dump[0].read_text(encoding="utf-8"))
            for form in graphs:
                paths, error = one(program, dossier, view, form, place / form, extra)
                files.append(Export(name, place.name, form, paths, error, truth if form != "csv" else without_places(truth)))
    ntriples, error = rdf(program, root, "ntriples", work)
    if error:
        raise SystemExit(f"no N-Triples to compare with: {error}")
    lines = ntriples[0].read_text(encoding="utf-8").splitlines()
    for form in (one["name"] for one in formats(program, "RDF")):
        paths, error = rdf(program, root, form, work)
        files.append(Export("own", "graph", f"rdf {form}", paths, error, {"triples": len(lines), "nodes": [], "edges": []}))
    said = [line.split()[0].strip("<>") for line in lines if line.endswith(f"<{TYPE}> <{CLAIM}> .")]
    path = work / "claims.jsonld"
    done = sourcier(program, root, "export", "claims")
    path.write_text(done.stdout, encoding="utf-8")
    error = done.stderr if done.returncode else ""
    files.append(Export("own", "graph", "claims (schema.org)", [path], error, {"claims": said, "nodes": [], "edges": []}))
    refused = [export for export in files if export.error]
    for export in refused:
        print(f"not exported: {export.name}: {export.error.strip().splitlines()[0]}")
    return [export for export in files if not export.error], len(refused)
