"""What csv-metadata.json says becomes a triple, for the peers: as much of CSV on the Web as `benches/generate` writes, and no more.

Nothing here says what a valid cell is, because the peers check nothing.
"""

import json
import os

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dc": "http://purl.org/dc/terms/",
    "schema": "http://schema.org/",
}


def expand(name):
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def tables(folder):
    """For each table: its file, the template of its subjects, and its properties as (column, predicate, template, language, datatype).

    Column is None where the same object stands in every row. One of the last three is set: the template of an IRI, the language
    of a text, or the IRI of a datatype. Templates hold the name of one column in braces; keys need no percent-encoding.
    """
    with open(os.path.join(folder, "csv-metadata.json"), encoding="utf-8") as file:
        described = json.load(file)
    for table in described["tables"]:
        schema = table["tableSchema"]
        properties = []
        for column in schema["columns"]:
            datatype = column.get("datatype", "string")
            datatype = datatype["base"] if isinstance(datatype, dict) else datatype
            name = None if column.get("virtual") else column["name"]
            template, language = column.get("valueUrl"), column.get("lang")
            typed = None if template or language else XSD + datatype
            properties.append((name, expand(column["propertyUrl"]), template, language if not template else None, typed))
        yield os.path.join(folder, table["url"]), schema["aboutUrl"], properties
