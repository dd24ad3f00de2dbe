"""The peer of `benches/whole-process`: loads the dossier's tables as their metadata says, the ontology and the rules into
pyoxigraph (the same engine), runs every check and one query. Validates less than sourcier does: formats and nothing else.
"""

import csv
import glob
import json
import os
import re
import sys
from urllib.parse import quote, urljoin

import pyoxigraph as ox

BASE = "https://w3id.org/sourcier/ia-france/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "s": "https://w3id.org/sourcier/ns#",
    "id": BASE + "id/",
    "claim": BASE + "claim/",
    "doc": BASE + "document/",
    "text": BASE + "text/",
    "unit": BASE + "unit/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "dc": "http://purl.org/dc/terms/",
    "schema": "http://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "wd": "http://www.wikidata.org/entity/",
}


def expand(name):
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def fill(template, row):
    return re.sub(r"\{(\w+)\}", lambda found: quote(row[found[1]], safe="-._~"), template)


def statements(table):
    schema = table["tableSchema"]
    address = BASE + "data/" + table["url"]
    with open("data/" + table["url"], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for column in schema["columns"]:
                value = row.get(column["name"], "")
                if not value and not column.get("virtual"):
                    continue
                subject = ox.NamedNode(urljoin(address, fill(column.get("aboutUrl", schema["aboutUrl"]), row)))
                predicate = ox.NamedNode(expand(column["propertyUrl"]))
                datatype = column.get("datatype", "string")
                if isinstance(datatype, dict):
                    if "format" in datatype and not re.fullmatch(datatype["format"], value):
                        sys.exit(f"{table['url']}: {value}")
                    datatype = datatype["base"]
                if "valueUrl" in column:
                    yield ox.Quad(subject, predicate, ox.NamedNode(urljoin(address, fill(expand(column["valueUrl"]), row))))
                    continue
                for part in value.split(column["separator"]) if "separator" in column else [value]:
                    if "lang" in column:
                        literal = ox.Literal(part, language=column["lang"])
                    else:
                        literal = ox.Literal(part, datatype=ox.NamedNode(XSD + datatype))
                    yield ox.Quad(subject, predicate, literal)


def read(file):
    with open(file, encoding="utf-8") as opened:
        return opened.read()


def main():
    store = ox.Store()
    for table in json.loads(read("data/csv-metadata.json"))["tables"]:
        may_be_missing = table.get("https://w3id.org/sourcier/ns#mayBeMissing", False)
        if not may_be_missing or os.path.exists("data/" + table["url"]):
            store.extend(statements(table))
    for ontology in sorted(glob.glob("ontology/*.ttl")):
        store.load(path=ontology, format=ox.RdfFormat.TURTLE)
    for rule in sorted(glob.glob("queries/rules/*.rq")):
        answer = store.query(read(rule), prefixes=PREFIXES)
        if isinstance(answer, ox.QueryTriples):
            store.extend(ox.Quad(*triple) for triple in answer)
        else:
            # A rule that names a step of the program: its rows are read here, and the step itself is left out.
            list(answer)
    findings = sum(len(list(store.query(read(check), prefixes=PREFIXES))) for check in glob.glob("queries/checks/*.rq"))
    query = read("queries/largest-sums.rq").replace("?lang", '"fr"')
    rows = list(store.query(query, prefixes=PREFIXES))
    print(len(store), "triples,", findings, "findings,", len(rows), "rows")


main()
