"""The peer of `benches/tables`: a mapping in RML, run by morph-kgc with its defaults (two processes a core). Checks nothing.

Usage: peer_morph_kgc.py FOLDER OUT
"""

import os
import sys

from mapping import tables

PREFIXES = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


def object_map(name, template, language, datatype):
    if name is None:
        return f"rr:object <{template}>"
    if template:
        return f'rr:objectMap [ rr:template "{template}" ]'
    kind = f'rr:language "{language}"' if language else f"rr:datatype <{datatype}>"
    if datatype and datatype.endswith("#string"):
        return f'rr:objectMap [ rml:reference "{name}" ]'
    return f'rr:objectMap [ rml:reference "{name}" ; {kind} ]'


def mapping(folder):
    """The RML mapping that is equivalent to csv-metadata.json."""
    written = PREFIXES
    for number, (path, about, properties) in enumerate(tables(folder)):
        written += f'<#table{number}> rml:logicalSource [ rml:source "{path}" ; rml:referenceFormulation ql:CSV ] ;\n'
        written += f'  rr:subjectMap [ rr:template "{about}" ]'
        for name, predicate, *what in properties:
            written += f" ;\n  rr:predicateObjectMap [ rr:predicate <{predicate}> ; {object_map(name, *what)} ]"
        written += " .\n"
    return written


def main():
    folder, out = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(out + ".rml.ttl", "w", encoding="utf-8") as file:
        file.write(mapping(folder))
    with open(out + ".ini", "w", encoding="utf-8") as file:
        file.write(f"[CONFIGURATION]\noutput_file = {out}\noutput_format = N-TRIPLES\nlogging_level = WARNING\n")
        file.write(f"[tables]\nmappings = {out}.rml.ttl\n")
    os.execv(sys.executable, [sys.executable, "-m", "morph_kgc", out + ".ini"])


main()
