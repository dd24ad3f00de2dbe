"""Makes pairs-tune.tsv and pairs-heldout.tsv from same.txt and different.txt.

Positives: names of one line of same.txt (at most 2 pairs a line), names with a seeded typo, names in capitals, without accents or turned round.
Negatives: different.txt, and for each name of same.txt its nearest name of another line of the same half (by token_set_ratio), and random ones.
Lines go to the halves in turn, so that no entity of same.txt is in both.
"""
import itertools, random, unicodedata
from rapidfuzz import fuzz

def read(path):
    kind = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            kind = line[1:]
            continue
        yield kind, [part.strip() for part in line.split("|")]

def typo(rng, name):
    places = [i for i, c in enumerate(name) if c.isalpha() and i > 0 and name[i - 1].isalpha()]
    if len(name) < 7 or not places:
        return None
    i = rng.choice(places)
    what = rng.choice("sdit")
    if what == "s":
        return name[:i] + rng.choice("aeiorstnl") + name[i + 1:]
    if what == "d":
        return name[:i] + name[i + 1:]
    if what == "i":
        return name[:i] + name[i] + name[i:]
    return name[:i - 1] + name[i] + name[i - 1] + name[i + 1:]

def main():
    rng = random.Random(5)
    halves = {"tune": [], "heldout": []}
    names = {"tune": [], "heldout": []}
    for number, (kind, line) in enumerate(read("same.txt")):
        half = ["tune", "heldout"][number % 2]
        pairs = list(itertools.combinations(line, 2))
        rng.shuffle(pairs)
        for a, b in pairs[:2]:
            halves[half].append((1, kind, a, b, "same"))
        if number % 2 == number // 2 % 2:
            wrong = typo(rng, line[0])
            if wrong and wrong != line[0] and not any(c.isdigit() for c in line[0]):
                halves[half].append((1, kind, line[-1] if number % 5 == 0 else line[0], wrong, "typo"))
        first = line[0]
        plain = "".join(c for c in unicodedata.normalize("NFD", first) if not unicodedata.combining(c))
        last = first.split()
        easy = rng.choice([plain.upper(), plain.lower(), " ".join(last[1:] + last[:1]) if kind == "person" and len(last) == 2 else plain.upper()])
        if easy != first and len(first) > 4:
            halves[half].append((1, kind, first, easy, "easy"))
        names[half] += [(number, kind, name) for name in line]
    for number, (kind, line) in enumerate(read("different.txt")):
        halves[["tune", "heldout"][number % 2]].append((0, kind, line[0], line[1], "different"))
    for half, rows in halves.items():
        near = []
        for number, kind, name in names[half]:
            others = [(fuzz.token_set_ratio(name.lower(), other.lower()), other) for n, k, other in names[half] if n != number and k == kind and len(other) > 3]
            score, other = max(others)
            if len(name) > 3:
                near.append((score, kind, name, other))
        near.sort(reverse=True)
        seen = set()
        for score, kind, a, b in near:
            if frozenset((a, b)) in seen or len(seen) >= 70:
                continue
            seen.add(frozenset((a, b)))
            rows.append((0, kind, a, b, "nearest"))
        for _ in range(80):
            (n1, k1, a), (n2, k2, b) = rng.sample(names[half], 2)
            if n1 != n2 and k1 == k2:
                rows.append((0, k1, a, b, "random"))
        with open(f"pairs-{half}.tsv", "w", encoding="utf-8") as out:
            out.write("same\tclass\ta\tb\tmade\n")
            for row in rows:
                out.write("\t".join(map(str, row)) + "\n")
main()
