"""What rapidfuzz makes of names: one line of JSON.

Usage: peer_rapidfuzz.py pairs PAIRS.tsv                 the scores of each scorer, in the order of the pairs
       peer_rapidfuzz.py list SCORER ENTITIES.csv ITEMS.csv COUNT
                                                         COUNT entities looked for in the list: seconds, memory, how many are found
"""

import csv
import json
import resource
import sys
import time

from rapidfuzz import distance, fuzz, process, utils

SCORERS = {
    name: getattr(fuzz, name)
    for name in (
        "ratio partial_ratio token_sort_ratio token_set_ratio partial_token_sort_ratio partial_token_set_ratio token_ratio WRatio QRatio"
    ).split()
}
SCORERS["Jaro-Winkler"] = distance.JaroWinkler.normalized_similarity
SCORERS["Damerau-Levenshtein"] = distance.DamerauLevenshtein.normalized_similarity


def pairs(path):
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [(utils.default_process(row["a"]), utils.default_process(row["b"])) for row in rows]
    return {name: [scorer(a, b) for a, b in names] for name, scorer in SCORERS.items()}


def search(scorer, entities, items, count):
    """Prepares the items, then finds the best five for each entity, as sourcier does."""
    with open(items, encoding="utf-8") as file:
        rows = [(row["qid"], utils.default_process(row["labels"])) for row in csv.DictReader(file)]
    labels = [label for _, label in rows]
    with open(entities, encoding="utf-8") as file:
        wanted = [row for row in csv.DictReader(file) if row["note"]]
    # An odd step, since only every other entity is in the list.
    step = len(wanted) // count // 2 * 2 + 1
    wanted = wanted[::step][:count]
    start, found = time.process_time(), 0
    for row in wanted:
        best = process.extract(utils.default_process(row["label_fr"]), labels, scorer=SCORERS[scorer], limit=5)
        found += bool(best) and rows[best[0][2]][0] == row["note"]
    return {
        "cpu_s": time.process_time() - start,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        "asked": len(wanted),
        "known": sum(row["note"].startswith("Q") for row in wanted),
        "first": found,
    }


def main():
    if sys.argv[1] == "pairs":
        print(json.dumps(pairs(sys.argv[2])))
    else:
        print(json.dumps(search(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))))


main()
