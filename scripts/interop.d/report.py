"""What was found, as text for the terminal and as the tables of docs/exports.md."""

from compare import LOST, YES, Findings

BEGIN = "<!-- scripts/interop: begin. Made by `scripts/interop --update`; do not edit. -->"
END = "<!-- scripts/interop: end -->"
ASPECTS = ["opens", "nodes", "edges", "directions", "identifiers", "labels", "kinds", "weights", "dates", "attributes", "places", "says"]
TYPES = ["string", "integer", "decimal", "boolean", "date", "iri", "list"]

# Losses that no exporter can prevent: the reader, the format, the aspect, the finding, and the reason. The list may only shrink.
KNOWN = {
    ("Gephi", "graphml", "edges", "parallel ones merged"): "Gephi knows no kinds of edges in GraphML, and merges edges that are parallel and of one kind",
    ("Gephi", "pajek", "edges", "parallel ones merged"): "Gephi knows no kinds of edges in Pajek's networks, and merges parallel edges",
    ("Gephi", "pajek", "directions", "edges that hold both ways lead somewhere"): "Gephi gives all lines of a network one direction",
    ("networkx", "pajek", "directions", "edges that hold both ways lead somewhere"): "networkx takes all lines for those of the first list, which are arcs if there are any",
    ("igraph", "pajek", "directions", "edges that lead somewhere do not"): "igraph takes all lines for those of the last list, which are edges if there are any",
}


def together(results):
    """The findings of each reader and format, over all files."""
    rows = {}
    for result in results:
        rows.setdefault((result.format, result.reader), Findings()).merge(result.findings)
    return rows


def losses(results, out, everything):
    """Prints the losses that are not known; returns their number."""
    seen, count = set(), 0
    for result in results:
        for aspect, found in result.findings.aspects.items():
            for one, shown in found.items():
                if not one.startswith(LOST):
                    continue
                key = (result.reader, result.format, aspect, one.removeprefix(f"{LOST}: "))
                seen.add(key)
                if key in KNOWN:
                    continue
                count += 1
                times = result.findings.counts[aspect][one]
                print(f"{result.reader}, {result.format}, {result.where}: {aspect}: {one} ({times} times)", file=out)
                for one in shown:
                    print(f"    such as {one}", file=out)
    read = {(result.reader, result.format) for result in results}
    for key in KNOWN if everything else []:
        if key not in seen and key[:2] in read:
            count += 1
            print(f"known to be lost, yet it is not: {', '.join(key)} (scripts/interop.d/report.py)", file=out)
    return count


def cell(findings, aspect):
    found = findings.aspects.get(aspect)
    if not found:
        return ""
    if aspect == "says":
        return "; ".join(sorted(found))
    lesser = sorted({one.removeprefix(f"{LOST}: ") for one in found if one != YES})
    return "; ".join(lesser) if lesser else YES


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(text.replace("|", "\\|") for text in row) + " |" for row in rows]
    return lines


def tables(results):
    """All rows, by format and reader."""
    rows = together(results)
    of_graphs = {key[1] for key, findings in rows.items() if "labels" in findings.aspects}
    graphs = {key: findings for key, findings in rows.items() if key[1] in of_graphs}
    columns = [aspect for aspect in ASPECTS if any(aspect in findings.aspects for findings in graphs.values())]
    out = {}
    out["survives"] = table(["format", "reader", *columns],
                            [[key[0], key[1], *(cell(findings, aspect) for aspect in columns)] for key, findings in graphs.items()])
    typed = {key: findings for key, findings in graphs.items() if findings.types}
    kinds = [kind for kind in TYPES if any(kind in findings.types for findings in typed.values())]
    out["types"] = table(["format", "reader", *kinds],
                         [[key[0], key[1], *("; ".join(sorted(findings.types[kind])) for kind in kinds)] for key, findings in typed.items()])
    others = {key: findings for key, findings in rows.items() if key not in graphs}
    out["others"] = table(["format", "reader", "finding"],
                          [[key[0], key[1], "; ".join(dict.fromkeys(cell(findings, one) for one in ASPECTS if cell(findings, one)))]
                           for key, findings in others.items()])
    return out


def text(results):
    made = tables(results)
    known = [f"- {reader}, {form}, {aspect}: {why}." for (reader, form, aspect, _), why in KNOWN.items()]
    return "\n".join([
        BEGIN, "",
        "What each reader has of each format, over every view of this dossier, over `tests/interop`, a dossier of nothing but trouble, and",
        "over the same views with random texts as labels.",
        "*yes*: all there, exactly. Anything else is what became of some of it. neo4j-admin was given the largest view alone, and all of",
        "the dossier of trouble.", "",
        *made["survives"], "",
        "As what the values of attributes arrive, by their type here:", "",
        *made["types"], "",
        "Validators, and readers of what is no property graph:", "",
        *made["others"], "",
        "Lost in the reader, whatever the file says:", "", *known, "", END,
    ])


def page(results, path, update, complete):
    """Writes the page's tables, or returns how they differ from the findings."""
    old = path.read_text(encoding="utf-8") if path.exists() else "# Exports\n"
    new = text(results)
    begin, end = old.find(BEGIN.split(".")[0]), old.find(END)
    before = old[:begin] if begin >= 0 else old.rstrip("\n") + "\n\n"
    after = old[end + len(END):] if end >= 0 else "\n"
    if update:
        if not complete:
            return ["docs/exports.md is not written: not all readers were there"]
        path.write_text(before + new + after, encoding="utf-8")
        print(f"written: {path}")
        return []
    there = set(old.splitlines())
    rows = [line for made in tables(results).values() for line in made[2:]] if not complete else new.splitlines()
    differs = [f"docs/exports.md does not have: {line}" for line in rows if line and line not in there]
    if complete and begin >= 0:
        differs += [f"docs/exports.md has, and it is not so: {line}"
                    for line in old[begin:end].splitlines()[1:] if line and line not in set(new.splitlines())]
    return differs + (["scripts/interop --update writes the tables anew"] if differs else [])
