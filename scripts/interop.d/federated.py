"""Has `sourcier query --federated` ask Apache Jena Fuseki, an endpoint that others wrote, and compares what it answers.

    federated.py PROGRAM ARCHIVES DOSSIER

ARCHIVES is the folder of Fuseki's archive, DOSSIER a copy of tests/dossier that may be changed. The server listens on
loopback, holds by-hand.ttl, and ends with the test.
"""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ITEM = "http://www.wikidata.org/entity/Q9000000"
LINKS = """entity,qid,decision,reason,evidence,decided_on
commune,Q900000001,same,Invented.,invented,2026-11-21
jeanne-duroc,Q900000002,same,Invented.,invented,2026-11-21
la-gazette,Q900000003,not-same,Invented.,invented,2026-11-21
les-palmes,Q900000004,same,Invented.,invented,2026-11-21
piscine,Q900000005,same,Invented.,invented,2026-11-21
"""
PREFIX = "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
OURS = "?e dcterms:identifier ?key ; skos:exactMatch ?item . "

# The shipped queries, and their expected answers.
SHIPPED = [
    ("wikidata-founders", "fr", ["label,item,founder,founder_label",
                                 f"Les Palmes,{ITEM}04,{ITEM}22,",
                                 f"Les Palmes,{ITEM}04,urn:x-sourcier:blank:1,",
                                 f"Les Palmes,{ITEM}04,{ITEM}21,Élodie Vasseur-Nguyễn"]),
    ("wikidata-founders", "en", ["label,item,founder,founder_label",
                                 f"Les Palmes,{ITEM}04,{ITEM}21,",
                                 f"Les Palmes,{ITEM}04,{ITEM}22,",
                                 f"Les Palmes,{ITEM}04,urn:x-sourcier:blank:1,"]),
    ("wikidata-seats", "fr", ["label,item,seat,seat_label",
                              f"Les Palmes,{ITEM}04,{ITEM}12,piscine",
                              f'commune de Valmoret,{ITEM}01,{ITEM}11,"place de la ""Mairie"""']),
    ("wikidata-seats", "en", ["label,item,seat,seat_label",
                              f"Les Palmes,{ITEM}04,{ITEM}12,pool",
                              f"town of Valmoret,{ITEM}01,{ITEM}11,Town Hall Square"]),
    ("wikidata-sites", "fr", ["label,item,site",
                              f"Jeanne Duroc,{ITEM}02,https://duroc.invalid/",
                              f"commune de Valmoret,{ITEM}01,https://valmoret.invalid/",
                              f"commune de Valmoret,{ITEM}01,https://www.valmoret.invalid/?lang=fr&a=1"]),
]

# Queries of other shapes, to test that Jena parses the serialised patterns as intended.
TEXTS = [
    ("SELECT ?key ?n { " + OURS + "OPTIONAL { SERVICE X { SELECT ?item (COUNT(?f) AS ?n) { ?item wdt:P112 ?f } GROUP BY ?item } } } ORDER BY ?key",
     ["key,n", "commune,", "jeanne-duroc,", "les-palmes,3", "piscine,1"]),
    ("SELECT ?key ?l { " + OURS + "SERVICE X { { ?item wdt:P159 ?s FILTER (!BOUND(?l)) } ?s rdfs:label ?l FILTER (LANG(?l) = 'en') } } ORDER BY ?key",
     ["key,l", "commune,Town Hall Square", "les-palmes,pool"]),
    ("SELECT ?key ?x { " + OURS + "SERVICE X { { ?item wdt:P856 ?x FILTER (CONTAINS(STR(?x), 'www')) } UNION { ?item wdt:P159/rdfs:label ?x FILTER (LANG(?x) = 'fr') } } } ORDER BY ?key ?x",
     ["key,x", "commune,https://www.valmoret.invalid/?lang=fr&a=1", 'commune,"place de la ""Mairie"""', "les-palmes,piscine"]),
    ("SELECT ?key { " + OURS + "FILTER NOT EXISTS { SERVICE X { ?item wdt:P856|wdt:P112 ?any } } } ORDER BY ?key", ["key"]),
    ("SELECT ?key ?who { " + OURS + "SERVICE X { ?item wdt:P112 ?f } SERVICE X { ?f rdfs:label ?l BIND (UCASE(STR(?l)) AS ?who) MINUS { ?f rdfs:label 'x'@fr } } } ORDER BY ?key",
     ["key,who", "les-palmes,ÉLODIE VASSEUR-NGUYỄN", "piscine,ÉLODIE VASSEUR-NGUYỄN"]),
    ("SELECT (COUNT(*) AS ?n) { SERVICE X { ?item wdt:P856 ?site } }", ["n", "6"]),
]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(archive, place, port):
    command = ["java", "-Xmx512m", "-jar", archive, "--localhost", f"--port={port}", f"--file={HERE / 'by-hand.ttl'}", "/items"]
    with open(place / "fuseki.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=place, stdout=log, stderr=subprocess.STDOUT)
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/$/ping", timeout=2).read()
            return server
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    server.kill()
    raise SystemExit(f"Fuseki did not start: {(place / 'fuseki.log').read_text()[-2000:]}")


class Asked:
    """The answers to each query; wrong ones are printed and counted."""

    def __init__(self, program, dossier):
        self.program, self.dossier, self.count, self.wrong = program, dossier, 0, 0

    def query(self, *arguments):
        self.count += 1
        return subprocess.run([self.program, "-C", self.dossier, "query", *arguments], capture_output=True, text=True)

    def hold(self, what, holds, done):
        if not holds:
            self.wrong += 1
            print(f"Fuseki, {what}: exit {done.returncode}\n{done.stdout}{done.stderr}", flush=True)

    def rows(self, what, expected, *arguments):
        done = self.query(*arguments, "--format", "csv")
        endpoint = arguments[arguments.index("--allow") + 1]
        told = {f"sourcier: asks {endpoint}"}
        if len(expected) == 1:
            told.add("sourcier: note: nothing in the dossier fits the query: its answer is empty")
        is_told = set(done.stderr.splitlines()) == told
        self.hold(what, done.returncode == 0 and done.stdout.splitlines() == expected and is_told, done)


def main():
    program, archives, dossier = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    (dossier / "data/wikidata.csv").write_text(LINKS, encoding="utf-8")
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}/items/sparql"
    asked = Asked(program, dossier)
    text = lambda query, silent="": PREFIX + query.replace("SERVICE X", f"SERVICE {silent}<{endpoint}>")
    server = start(next(archives.glob("jena-fuseki-server-*.jar")), dossier, port)
    try:
        for name, language, expected in SHIPPED:
            asked.rows(f"{name} ({language})", expected, name, "--federated", "--allow", endpoint, "--set", f"endpoint={endpoint}", "--set", f"lang={language}")
        for query, expected in TEXTS:
            asked.rows(query, expected, "-e", text(query), "--federated", "--allow", endpoint)
        done = asked.query("wikidata-sites", "--set", f"endpoint={endpoint}")
        asked.hold("without leave", done.returncode == 2 and "--federated" in done.stderr and not done.stdout, done)
        elsewhere = endpoint.replace("items", "nothing")
        done = asked.query("wikidata-sites", "--federated", "--allow", elsewhere, "--set", f"endpoint={elsewhere}")
        asked.hold("a data set that is not there", done.returncode == 2 and f"{elsewhere} answers 4" in done.stderr, done)
    finally:
        server.terminate()
        server.wait()
    seats = "SELECT ?key ?s { " + OURS + "SERVICE X { ?item wdt:P159 ?s } } ORDER BY ?key"
    done = asked.query("-e", text(seats), "--federated", "--allow", endpoint)
    asked.hold("a server that has ended", done.returncode == 2 and endpoint in done.stderr and "refused" in done.stderr and not done.stdout, done)
    done = asked.query("-e", text(seats, "SILENT "), "--federated", "--allow", endpoint, "--format", "csv")
    passed = done.returncode == 0 and done.stdout.splitlines() == ["key,s", "commune,", "jeanne-duroc,", "les-palmes,", "piscine,"]
    asked.hold("a server that has ended, SILENT", passed and endpoint in done.stderr, done)
    print(f"Fuseki: {asked.count - asked.wrong} of {asked.count} federated questions answered as expected")
    return 1 if asked.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
