"""The peer of `benches/tables`: a loop in Python that makes terms of pyoxigraph from rows. Checks nothing.

Usage: peer_pyoxigraph_convert.py FOLDER OUT    writes N-Triples
       peer_pyoxigraph_convert.py FOLDER        loads into a store in memory, prints the number of triples
"""

import csv
import sys

import pyoxigraph as ox
from mapping import XSD, tables


def maker(template, language, datatype):
    """A function from the text of a cell to a term, as fast as possible in Python."""
    if template:
        before, after = template[: template.index("{")], template[template.index("}") + 1 :]
        return lambda text: ox.NamedNode(before + text + after)
    if language:
        return lambda text: ox.Literal(text, language=language)
    if datatype == XSD + "string":
        return ox.Literal
    node = ox.NamedNode(datatype)
    return lambda text: ox.Literal(text, datatype=node)


def triples(folder, statement):
    for path, about, properties in tables(folder):
        with open(path, encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows)
            subject_of = maker(about, None, None)
            about_index = header.index(about[about.index("{") + 1 : about.index("}")])
            cells = [(header.index(name), ox.NamedNode(p), maker(*what)) for name, p, *what in properties if name]
            constants = [(ox.NamedNode(p), ox.NamedNode(template)) for name, p, template, _, _ in properties if not name]
            for row in rows:
                subject = subject_of(row[about_index])
                for index, predicate, make in cells:
                    text = row[index]
                    if text:
                        yield statement(subject, predicate, make(text))
                for predicate, value in constants:
                    yield statement(subject, predicate, value)


def main():
    folder = sys.argv[1]
    if len(sys.argv) > 2:
        ox.serialize(triples(folder, ox.Triple), sys.argv[2], format=ox.RdfFormat.N_TRIPLES)
    else:
        store = ox.Store()
        store.bulk_extend(triples(folder, ox.Quad))
        print(len(store))


if __name__ == "__main__":
    main()
