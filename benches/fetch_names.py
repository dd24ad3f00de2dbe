"""Pairs of names made by others, from packages of PyPI, as `pairs` of benches/names reads them.

Their licences do not allow to ship them here. The packages have clusters: names that mean one thing. A pair of two names of a cluster is a
match; for each, its first name is paired with the nearest of the other clusters by common trigrams. Names that are equal but for
case and punctuation are one name. The choice is random, with a fixed seed; no pair was chosen or left out by hand.
"""

import csv
import hashlib
import io
import random
import re
import subprocess
import sys
import zipfile
from collections import defaultdict

PACKAGE = "pv-evaluation==2.1.1"
ASSIGNEES = ("unique_id", ["organization"], "org")
INVENTORS = ("unique_id", ["raw_inventor_name_first", "raw_inventor_name_last"], "person")
# Name of the set, file of the package, columns, which half of the clusters, pairs of a cluster and matches of the set at most.
SETS = [
    ("nber-1", "assignee/nber-subset-assignees-benchmark.csv", ASSIGNEES, 0, 2, 400),
    ("nber-2", "assignee/nber-subset-assignees-benchmark.csv", ASSIGNEES, 1, 2, 400),
    ("air-umass-1", "assignee/air-umass-assignees-benchmark.csv", ASSIGNEES, 0, 4, 400),
    ("air-umass-2", "assignee/air-umass-assignees-benchmark.csv", ASSIGNEES, 1, 4, 400),
    ("als-inventors", "inventor/als-inventors.csv", INVENTORS, 0, 1, 300),
    ("ens-inventors", "inventor/ens-inventors.csv", INVENTORS, None, 1, 300),
]


def plain(name):
    return " ".join(re.findall(r"\w+", name.lower()))


def trigrams(name):
    text = f"  {plain(name)} "
    return {text[at : at + 3] for at in range(len(text) - 2)}


def half(cluster):
    return hashlib.sha256(cluster.encode()).digest()[0] % 2


def read(wheel, member, cluster, columns, wanted):
    """The names of each cluster, the first spelling of each."""
    with zipfile.ZipFile(wheel) as file:
        rows = list(csv.DictReader(io.StringIO(file.read(member).decode("utf-8"))))
    clusters = defaultdict(dict)
    for row in rows:
        text = " ".join(" ".join(row[column] for column in columns).split())
        if plain(text) and (wanted is None or half(row[cluster]) == wanted):
            clusters[row[cluster]].setdefault(plain(text), text)
    return {key: sorted(names.values()) for key, names in sorted(clusters.items())}


class Nearest:
    """Finds the name of another cluster with the largest share of common trigrams."""

    def __init__(self, clusters):
        self.names = [(key, name, trigrams(name)) for key, names in clusters.items() for name in names]
        self.by_trigram = defaultdict(list)
        for at, (_, _, own) in enumerate(self.names):
            for trigram in own:
                self.by_trigram[trigram].append(at)

    def find(self, key, name):
        own, common = trigrams(name), defaultdict(int)
        for trigram in sorted(own):
            for at in self.by_trigram[trigram]:
                common[at] += 1
        share = lambda at: common[at] / (len(own) + len(self.names[at][2]) - common[at])
        others = [at for at in common if self.names[at][0] != key and plain(self.names[at][1]) != plain(name)]
        return self.names[max(others, key=lambda at: (share(at), -at))][1] if others else None


def pairs(clusters, each, most, seed):
    chance = random.Random(seed)
    matches = []
    for key, names in clusters.items():
        of_cluster = [(a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
        matches += [(key, *pair) for pair in chance.sample(of_cluster, min(each, len(of_cluster)))]
    matches = chance.sample(matches, min(most, len(matches)))
    nearest = Nearest(clusters)
    for key, a, b in matches:
        yield 1, a, b
        other = nearest.find(key, a)
        if other:
            yield 0, a, other


def fetch(folder):
    """Writes the sets that are not there yet, and gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, member, (cluster, columns, kind), wanted, each, most in SETS:
        path = folder / f"{name}.tsv"
        if not path.exists():
            pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps"]
            subprocess.run([*pip, "--only-binary", ":all:", "--dest", folder, PACKAGE], check=True)
            wheel = next(folder.glob("pv_evaluation-*.whl"))
            rows = pairs(read(wheel, f"pv_evaluation/data/{member}", cluster, columns, wanted), each, most, name)
            lines = [f"{same}\t{kind}\t{a}\t{b}\t{name}" for same, a, b in rows]
            path.write_text("\n".join(["same\tclass\ta\tb\tmade", *lines]) + "\n", encoding="utf-8")
        paths.append(path)
    return paths
