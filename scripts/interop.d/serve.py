"""Has clients of SPARQL that others wrote ask `sourcier serve`, and compares what they get with what `sourcier query` prints.

    serve.py PROGRAM MODULES ARCHIVES DOSSIER

MODULES is the folder of npm's packages with Comunica, ARCHIVES that of Fuseki's archive with Jena's `rsparql`, DOSSIER a copy of
tests/dossier. This Python has SPARQLWrapper, rdflib and reconciler. The server listens on loopback and ends with the test.
"""

import csv
import gzip
import io
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pandas
from rdflib import Graph, RDF, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from reconciler import reconcile
from SPARQLWrapper import CSV, GET, JSON, POST, TURTLE, XML, SPARQLWrapper

HERE = Path(__file__).resolve().parent
CLAIM = "https://w3id.org/sourcier/ns#Claim"
CLAIMS = f"SELECT ?c ?l WHERE {{ ?c a <{CLAIM}> ; <http://purl.org/dc/terms/identifier> ?l }} ORDER BY ?c ?l"
ALL = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
TYPES = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ?k }"


class Served:
    """A server over a dossier."""

    def __init__(self, program, dossier):
        self.program, self.dossier = program, dossier
        command = [program, "-C", dossier, "serve", "--port", "0"]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.server.stdout.readline().split()[-1]
        self.endpoint = f"{self.address}sparql"

    def end(self):
        self.server.terminate()
        self.server.wait(30)

    def expected(self, text):
        """The rows that the command prints, without the head."""
        done = subprocess.run([self.program, "-C", self.dossier, "query", "-e", text, "--format", "csv"], capture_output=True, text=True, check=True)
        return list(csv.reader(io.StringIO(done.stdout)))[1:]


def same(what, found, expected):
    """Fails unless something was found that is as expected."""
    if not expected or found != expected:
        raise SystemExit(f"serve: {what}: {str(found)[:300]} instead of {str(expected)[:300]}")


def wrapper(served):
    """SPARQLWrapper, in each format and by both methods."""
    claims = served.expected(CLAIMS)
    client = SPARQLWrapper(served.endpoint)
    for method in (GET, POST):
        client.setMethod(method)
        client.setQuery(CLAIMS)
        client.setReturnFormat(JSON)
        rows = client.query().convert()["results"]["bindings"]
        same(f"SPARQLWrapper, JSON, {method}", [[row["c"]["value"], row["l"]["value"]] for row in rows], claims)
        client.setReturnFormat(CSV)
        same(f"SPARQLWrapper, CSV, {method}", list(csv.reader(io.StringIO(client.query().convert().decode())))[1:], claims)
        client.setReturnFormat(XML)
        same(f"SPARQLWrapper, XML, {method}", len(client.query().convert().getElementsByTagName("result")), len(claims))
        client.setQuery("CONSTRUCT { ?s a ?k } WHERE { ?s a ?k }")
        client.setReturnFormat(TURTLE)
        graph = Graph().parse(data=client.query().convert(), format="turtle")
        same(f"SPARQLWrapper, Turtle, {method}", str(len(graph)), served.expected(TYPES)[0][0])
        client.setQuery(f"ASK {{ ?c a <{CLAIM}> }}")
        client.setReturnFormat(JSON)
        same(f"SPARQLWrapper, ASK, {method}", client.query().convert()["boolean"], True)


def store(served):
    """rdflib's SPARQLStore, and rdflib reading the whole graph."""
    for method in ("GET", "POST"):
        graph = Graph(store=SPARQLStore(served.endpoint, method=method))
        rows = [[str(row.c), str(row.l)] for row in graph.query(CLAIMS)]
        same(f"SPARQLStore, {method}", rows, served.expected(CLAIMS))
        claims = sorted(str(claim) for claim, _, _ in graph.triples((None, RDF.type, URIRef(CLAIM))))
        same(f"SPARQLStore, triples, {method}", claims, sorted({row[0] for row in served.expected(f"SELECT ?c WHERE {{ ?c a <{CLAIM}> }}")}))
    whole = served.expected(ALL)[0][0]
    for media_type, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld"), ("application/n-triples", "nt")):
        request = urllib.request.Request(f"{served.address}graph?default", headers={"Accept": media_type})
        with urllib.request.urlopen(request) as answer:
            same(f"rdflib, {media_type}", str(len(Graph().parse(data=answer.read(), format=name))), whole)


def comunica(served, modules):
    """Comunica, which finds out by itself that it is an endpoint, and told so."""
    done = subprocess.run(["node", HERE / "comunica.cjs", modules, served.endpoint], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"serve: Comunica: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    claims = [[["c", claim], ["l", label]] for claim, label in served.expected(CLAIMS)]
    same("Comunica, by itself", sorted(found["guessed"]), sorted(claims))
    same("Comunica, told", sorted(found["told"]), sorted(claims))
    same("Comunica, ASK", found["ask"], True)
    same("Comunica, CONSTRUCT", str(found["quads"]), served.expected(TYPES)[0][0])


def jena(served, archives):
    """Jena's rsparql."""
    command = ["java", "-cp", f"{archives}/*", "arq.rsparql", "--service", served.endpoint, "--results", "csv", CLAIMS]
    done = subprocess.run(command, capture_output=True, text=True)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    # It may say something of its own before.
    same("Jena's rsparql", rows[rows.index(["c", "l"]) + 1:] if ["c", "l"] in rows else rows, served.expected(CLAIMS))


def linked(served):
    """A client of the Reconciliation Service links the names of a table."""
    rows = served.expected("SELECT ?key ?l WHERE { ?e dcterms:identifier ?key ; a s:Entity ; rdfs:label ?l FILTER (LANG(?l) = 'fr') } ORDER BY ?key")
    names = pandas.Series([name for _, name in rows])
    found = reconcile(names, type_id="Entity", reconciliation_endpoint=f"{served.address}reconcile", top_res=1)
    same("reconciler", sorted(set(map(tuple, found[["id", "input_value"]].values))), sorted(set(map(tuple, rows))))
    same("reconciler, sure", bool(found["match"].all()), True)


def curl(served):
    """curl: compressed, HEAD, and what is there already."""
    def run(*arguments):
        return subprocess.run(["curl", "--silent", "--show-error", "--fail", *arguments], capture_output=True, check=True).stdout

    plain = run("--data-urlencode", f"query={CLAIMS}", served.endpoint, "-H", "Accept: text/csv")
    packed = run("--data-urlencode", f"query={CLAIMS}", served.endpoint, "-H", "Accept: text/csv", "-H", "Accept-Encoding: gzip")
    same("curl, gzip", gzip.decompress(packed), plain)
    head = run("--head", "--get", "--data-urlencode", f"query={CLAIMS}", served.endpoint).decode().lower()
    tag = next(line.split(": ")[1].strip() for line in head.splitlines() if line.startswith("etag"))
    status = run("--output", "/dev/null", "--write-out", "%{http_code}", "--get", "--data-urlencode", f"query={CLAIMS}",
                 "-H", f"If-None-Match: {tag}".replace("w/", "W/"), served.endpoint)
    same("curl, what is there already", status, b"304")


def main():
    program, modules, archives, dossier = map(Path, sys.argv[1:])
    served = Served(program, dossier)
    try:
        wrapper(served)
        store(served)
        comunica(served, modules)
        jena(served, archives)
        linked(served)
        curl(served)
    finally:
        served.end()
    print("serve: SPARQLWrapper, rdflib, Comunica, Jena's rsparql, reconciler and curl have the answers that `sourcier query` prints")


if __name__ == "__main__":
    main()
