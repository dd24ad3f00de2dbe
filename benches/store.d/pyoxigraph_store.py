"""A peer of `benches/store`: pyoxigraph's store in memory. Prints a line of JSON for loading and for each question.

Usage: pyoxigraph_store.py FOLDER
"""

import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.argv = [sys.argv[0], sys.argv[1]]

import pyoxigraph as ox
from peer_pyoxigraph_convert import triples

PREFIXES = {"ns": "https://example.org/bench/ns#", "dcterms": "http://purl.org/dc/terms/"}


def main():
    begun = time.process_time()
    store = ox.Store()
    store.bulk_extend(triples(sys.argv[1], ox.Quad))
    print(json.dumps({"what": "load", "seconds": time.process_time() - begun}))
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".rq"):
            continue
        with open(os.path.join(HERE, name), encoding="utf-8") as file:
            query = file.read()
        begun = time.process_time()
        text = store.query(query, prefixes=PREFIXES).serialize(format=ox.QueryResultsFormat.CSV).decode()
        seconds = time.process_time() - begun
        print(json.dumps({"what": name.removesuffix(".rq"), "seconds": seconds, "csv": text}))


main()
