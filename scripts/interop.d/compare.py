"""Compares a graph as a reader has it with the program's own dump of it, aspect by aspect.

Both are {"nodes": [...], "edges": [...]}. What comes out is, for each aspect, a list of (finding, example): `YES`, something
lesser that is said in words ("nearest double"), or something that begins with `LOST`.
"""

import calendar
import json
import re
import struct
from collections import Counter, defaultdict
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation

YES = "yes"
LOST = "LOST"
NAMES_OF_IDS = ("iri", "IRI", "uri", "address", "url", "URL", "Id", "id")
DATES = ("start", "end", "period", "date", "from", "until")

# Characters that XML 1.0 forbids, and their replacement in exports.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ufffd\u2400-\u2421\ud800-\udfff]")

# What Java takes for blank.
BLANK = "".join(map(chr, range(0x21)))


def short(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) < 60 else f"{text[:40]}… ({len(text)} characters)"


def example(truth, read):
    return f"{short(truth)} read as {short(read)}"


def words(one):
    """A text on one line."""
    return re.sub("[ \t\r\n\x0b\x0c\x85\u2028\u2029]+", " ", one).strip()


def text(truth, read):
    """How a text was preserved."""
    truth, read = truth or "", read or ""
    if not isinstance(read, str):
        read = json.dumps(read)
    if truth == read:
        return YES
    if UNSPEAKABLE.sub("?", truth) == UNSPEAKABLE.sub("?", read):
        return "forbidden characters replaced"
    for name, change in (
        ("ends trimmed", str.strip),
        # Java trims controls, too.
        ("ends trimmed", lambda one: one.strip(BLANK)),
        ("an apostrophe before formulas", lambda one: re.sub(r"^'(?=[=+\-@\t\r'])", "", one)),
        ("backslashes doubled", lambda one: one.replace("\\\\", "\\")),
        ("backslashes doubled", lambda one: one.replace("\\\\", "\\").strip(BLANK)),
        ("line breaks changed", lambda one: re.sub("\r\n|[\r\n\x85\u2028]", " ", one)),
    ):
        if UNSPEAKABLE.sub("?", change(truth)) == UNSPEAKABLE.sub("?", change(read)):
            return name
    return f"{LOST}: another text"


def drawn(truth, read):
    """How a label was preserved in a picture: wrapped, with an amount before it."""
    want, have = ("".join(UNSPEAKABLE.sub("?", words(one)).split()) for one in (truth or "", read or ""))
    if want == have or not want:
        return YES
    if want in have:
        return "with more words around it"
    return f"{LOST}: cut" if have.rstrip("…") and want.startswith(have.rstrip("…")) else f"{LOST}: another text"


def number(value):
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def single(value):
    try:
        return struct.unpack("f", struct.pack("f", float(value)))[0]
    except OverflowError:
        return None


def amount(truth, read):
    """How a number was preserved."""
    want, have = number(truth), number(read)
    if have is None:
        return text(str(truth), read)
    if want == have:
        return YES
    if float(want) == float(have):
        return "nearest double"
    if single(want) == float(have):
        return "nearest 32-bit float"
    return f"{LOST}: another number"


def items(want, have):
    """How a list of texts was preserved."""
    if isinstance(have, list):
        if [str(one) for one in have] == want:
            return YES
        replaced = [str(one).replace("\uff1b", ";") for one in have] == want
        return "semicolons replaced" if replaced else f"{LOST}: other items"
    try:
        if json.loads(have) == want:
            return "one text, as JSON"
    except (TypeError, ValueError):
        pass
    there = isinstance(have, str) and all(one in have or one in have.replace("\\\\", "\\") for one in want)
    return "one text" if there else f"{LOST}: items are missing"


def value(truth, read):
    """How an attribute was preserved: {"type", "value"} of both."""
    kind, want, have = truth["type"], truth["value"], read["value"]
    if kind in ("integer", "decimal"):
        found = amount(want, have)
        return found
    if kind == "boolean":
        return YES if str(have).lower() in (str(want).lower(), "1.0" if want else "0.0") else f"{LOST}: {have}"
    if kind == "list":
        return items([str(one) for one in want], have)
    if kind == "date" and not isinstance(have, str):
        return YES if str(have) == want else f"{LOST}: {have}"
    if kind == "date" and have.startswith("<["):
        return f"{LOST}: a set of moments"
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", str(want)) and have == f"{want}/{want}":
        return "as a period"
    return text(str(want), have)


def days(date, last):
    """First or last day of an ISO 8601 date of any precision."""
    parts = [int(part) for part in date.split("T")[0].split("-")] if date else []
    if not parts:
        return None
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
    return f"{year:04}-{month:02}-{day:02}"


def counted(read):
    """Whether a bound is a number of milliseconds, and no year."""
    return bool(re.fullmatch(r"-?\d+(\.\d+)?(E\d+)?", str(read))) and abs(float(read)) > 1e6


def moment(read):
    """A reader's bound as a day."""
    if read in (None, ""):
        return None
    if counted(read):
        return datetime.fromtimestamp(float(read) / 1000, timezone.utc).date().isoformat()
    return str(read).split("T")[0]


def plain(name):
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def attribute(element, name):
    """The attribute with this name; formats with restricted names replace characters."""
    attributes = element["attributes"]
    for one in (f"{name}_", name):
        if one in attributes:
            return attributes[one]
    return next((one for other, one in attributes.items() if plain(other) == plain(name)), None)


def identity(read, truth):
    """Maps the reader's node identifiers to ours, and to our positions."""
    ours = {node["id"] for node in truth["nodes"]}
    if all(str(node["id"]) in ours for node in read["nodes"]):
        return {node["id"]: str(node["id"]) for node in read["nodes"]}, YES
    for name in NAMES_OF_IDS:
        found = {node["id"]: (node["attributes"].get(name) or {}).get("value") for node in read["nodes"]}
        if found and all(one in ours for one in found.values()):
            return found, f"in `{name}`"
    return None, f"{LOST}: identifiers such as {short(str(next((n['id'] for n in read['nodes'] if str(n['id']) not in ours), '')))}"


def likeness(truth, read):
    """The similarity of two edges, to match parallel ones."""
    score = 8 * (str(read.get("id")) == str(truth["id"])) + 4 * ((read.get("label") or "") == (truth.get("label") or ""))
    want, have = (words(one.get("label") or "") for one in (truth, read))
    # Of two labels in which one is contained, that with fewer words more is the likelier.
    score += 2 + len(want) / max(1, len(have)) if want in have else 0
    score += 4 * (read.get("directed", True) == leads(truth))
    score += 2 * str(read.get("kind") or "").startswith(truth.get("kind") or "")
    for name, one in truth["attributes"].items():
        other = attribute(read, name)
        score += other is not None and str(other["value"]) == str(one["value"])
    if truth.get("weight") and read.get("weight") is not None:
        score += single(truth["weight"]) == single(read["weight"])
    return score


def leads(edge):
    """Whether an edge of ours is directed."""
    return str((edge["attributes"].get("directed") or {}).get("value", True)).lower() != "false"


def pairs(ours, theirs):
    """Matches parallel edges, each with the most similar one."""
    if len(ours) == len(theirs) == 1:
        return [(ours[0], theirs[0])]
    scores = [(-likeness(one, other), i, k) for i, one in enumerate(ours) for k, other in enumerate(theirs)]
    taken, given, found = set(), set(), []
    for _, i, k in sorted(scores):
        if i not in taken and k not in given:
            taken.add(i)
            given.add(k)
            found.append((ours[i], theirs[k]))
    return found


class Findings:
    """The findings for each aspect, with the first example of each."""

    def __init__(self):
        self.aspects = defaultdict(dict)
        self.counts = defaultdict(Counter)
        self.types = defaultdict(Counter)

    def add(self, aspect, found, shown=""):
        shows = self.aspects[aspect].setdefault(found, [])
        if shown and len(shows) < 3:
            shows.append(shown)
        self.counts[aspect][found] += 1

    def merge(self, other):
        for aspect, found in other.aspects.items():
            for one, shown in found.items():
                self.aspects[aspect].setdefault(one, shown)
                self.counts[aspect][one] += other.counts[aspect][one]
        for kind, types in other.types.items():
            self.types[kind].update(types)


def graphs(truth, read, picture=False):
    """Compares two graphs; of a picture, its nodes, edges and labels."""
    found = Findings()
    if read.get("error"):
        found.add("opens", f"{LOST}: {read['error'].strip().splitlines()[0][:160]}", read["error"])
        return found
    found.add("opens", YES)
    for note in read.get("notes", []):
        if note:
            found.add("says", re.sub(r"'?https?://[^\s']+'?|\d+", "…", note.strip().splitlines()[0])[:110], note[:300])
    found.add("nodes", YES if len(read["nodes"]) == len(truth["nodes"]) else
              f"{LOST}: other nodes", f"{len(read['nodes'])} of {len(truth['nodes'])}")
    names, how = identity(read, truth)
    found.add("identifiers", how)
    if names is None:
        return found
    nodes = {names[node["id"]]: node for node in read["nodes"]}
    for node in truth["nodes"]:
        if node["id"] in nodes:
            element(found, node, nodes[node["id"]], picture)
    if not picture:
        places(found, truth, read, names)
    edges(found, truth, read, names, picture)
    return found


def element(found, truth, read, picture):
    """Label and attributes of a node or an edge."""
    one = (drawn if picture else text)(truth.get("label"), read.get("label"))
    if picture and one.startswith(LOST) and drawn(truth.get("label"), read["tooltip"]) in (YES, "with more words around it"):
        one = "whole in the tooltip" if one == f"{LOST}: cut" else read.get("elsewhere", "in the legend and the tooltip")
    found.add("labels", one, f"{truth['id']}: {example(truth.get('label') or '', read.get('label') or '')}")
    for name, want in truth["attributes"].items() if not picture else ():
        have = attribute(read, name)
        if want["value"] in ("", None, []):
            continue
        if have is None:
            seen = name in ("colour", "color") and read.get("color", want["value"]) == want["value"] and "color" in read
            found.add("attributes", YES if seen else f"{LOST}: `{name}` is not there", f"{truth['id']}: {short(want)}")
            continue
        one = value(want, have)
        twin = read["attributes"].get(f"{name}_exact") or read["attributes"].get(f"{name}__exact")
        if one != YES and twin and want["type"] in ("integer", "decimal") and value(want, twin) == YES:
            one = f"{one.removeprefix(f'{LOST}: ')}, exact in `…_exact`"
        found.add("attributes", YES if not one.startswith(LOST) else one, f"{truth['id']}, `{name}`: {example(want['value'], have['value'])}")
        found.types[want["type"]][have["type"] + ("" if one == YES else f", {one}")] += 1


def places(found, truth, read, names):
    """Compares positions up to translation, scale and vertical reflection, which Gephi applies."""
    ours = {node["id"]: (node["x"], node["y"]) for node in truth["nodes"] if "x" in node}
    theirs = {names[node["id"]]: (node.get("x"), node.get("y")) for node in read["nodes"]}
    if not ours or all(x is None for x, _ in theirs.values()):
        return
    if any(x is None for x, _ in theirs.values()):
        found.add("places", f"{LOST}: some are missing")
        return
    theirs = {key: (float(x), float(y)) for key, (x, y) in theirs.items()}
    spans = [[max(axis) - min(axis) for axis in zip(*points.values())] for points in (ours, theirs)]
    factor = max(spans[1]) / max(spans[0]) if max(spans[0]) else 1
    for sign in (1, -1) if factor else ():
        shifts = [(theirs[key][0] - factor * x, theirs[key][1] - sign * factor * y) for key, (x, y) in ours.items() if key in theirs]
        spread = max(max(axis) - min(axis) for axis in zip(*shifts))
        if spread <= 1e-3 * max(spans[1]):
            same = abs(factor - 1) < 1e-3 and max(abs(shift) for shift in shifts[0]) < 1e-3 * max(spans[1])
            found.add("places", YES if same and sign == 1 else "shifted and scaled" if sign == 1 else "upside down")
            return
    found.add("places", f"{LOST}: other places", f"{list(ours.items())[:2]} read as {[theirs.get(key) for key in list(ours)[:2]]}")


def edges(found, truth, read, names, picture):
    wanted = defaultdict(list)
    loose = {frozenset((edge["source"], edge["target"])) for edge in truth["edges"] if not leads(edge)}

    def between(source, target):
        """The ends of edges; for undirected ones in either order."""
        ends = frozenset((source, target))
        return ends if ends in loose else (source, target)

    for edge in truth["edges"]:
        wanted[between(edge["source"], edge["target"])].append(edge)
    groups = defaultdict(list)
    for edge in read["edges"]:
        groups[between(names.get(edge["source"]), names.get(edge["target"]))].append(edge)
    if len(truth["edges"]) == len(read["edges"]) and all(len(groups[ends]) == len(some) for ends, some in wanted.items()):
        found.add("edges", YES)
    elif set(groups) == set(wanted) and len({(edge["source"], edge["target"]) for edge in read["edges"]}) == len(read["edges"]):
        found.add("edges", f"{LOST}: parallel ones merged", f"{len(read['edges'])} of {len(truth['edges'])}")
    else:
        found.add("edges", f"{LOST}: other edges", f"{len(read['edges'])} of {len(truth['edges'])}")
    for ends, some in wanted.items():
        if len(some) != len(groups[ends]):
            continue  # merged, or worse: none of them is the original one
        for edge, other in pairs(some, groups[ends]):
            element(found, edge, other, picture)
            direction(found, edge, other, names)
            if not picture:
                one_edge(found, edge, other)


def direction(found, truth, read, names):
    """Whether an edge is directed for the reader, too."""
    if read.get("directed") is None:
        return
    shown = f"{truth['id']}: directed={leads(truth)} read as directed={read['directed']}"
    if leads(truth) == read["directed"]:
        turned = read["directed"] and names.get(read["source"]) != truth["source"]
        found.add("directions", f"{LOST}: turned round" if turned else YES, shown)
    elif leads(truth):
        found.add("directions", f"{LOST}: edges that lead somewhere do not", shown)
    else:
        said = attribute(read, "directed")
        there = said is not None and str(said["value"]).lower() in ("false", "0.0")
        found.add("directions", "both ways in an attribute" if there else f"{LOST}: edges that hold both ways lead somewhere", shown)


def one_edge(found, truth, read):
    """Kind, weight and dates of an edge."""
    kind, has = truth.get("kind") or "", read.get("kind")
    ordinal = re.fullmatch(re.escape(UNSPEAKABLE.sub("?", kind)) + r"( \d+_*)?", UNSPEAKABLE.sub("?", str(has or "")))
    beside = [name for name in ("relation", "kind", "interaction")
              if name in read["attributes"] and not text(kind, read["attributes"][name]["value"]).startswith(LOST)]
    if text(kind, has) == YES:
        found.add("kinds", YES)
    elif ordinal:
        found.add("kinds", "with an ordinal" + (f", without in `{beside[0]}`" if beside else ""))
    elif beside:
        found.add("kinds", f"in `{beside[0]}`", f"{truth['id']}: {example(kind, has)}")
    elif kind:
        found.add("kinds", f"{LOST}: no kinds" if has is None else f"{LOST}: another kind", f"{truth['id']}: {example(kind, has)}")
    weights(found, truth, read)
    dates(found, truth, read)


def weights(found, truth, read):
    want = truth.get("weight")
    if want is None:
        return
    direct = amount(want, read["weight"]) if read.get("weight") is not None else f"{LOST}: no weight"
    if direct == YES:
        found.add("weights", YES)
        return
    exact = [name for name, one in read["attributes"].items() if name != "weight" and number(one["value"]) == number(want)]
    there = f"exact in `{re.sub(' .*', ' UNIT', sorted(exact)[0])}`" if exact else None
    if direct.startswith(LOST):
        found.add("weights", there or direct, f"{truth['id']}: {example(str(want), read.get('weight'))}")
    else:
        found.add("weights", f"{direct}, {there}" if there else direct, f"{truth['id']}: {example(str(want), read.get('weight'))}")


def dates(found, truth, read):
    start, end = truth.get("start"), truth.get("end")
    if not (start or end):
        return
    interval = moment(read.get("start")) == days(start, False) and moment(read.get("end")) == days(end, True)
    shown = f"{truth['id']}: {start} to {end} read as {read.get('start')} to {read.get('end')}"
    values = " ".join(str(one["value"]) for name, one in read["attributes"].items() if plain(name).split("_")[0] in DATES)
    if read.get("start") == start and read.get("end") == end:
        values += f" {start} {end}"
    written = all(date is None or date in values for date in (start, end))
    if interval and written:
        found.add("dates", "in milliseconds" if counted(read.get("start")) or counted(read.get("end")) else YES, shown)
    elif interval:
        found.add("dates", "as an interval, widened", shown)
    elif written:
        found.add("dates", "as text", shown)
    else:
        found.add("dates", f"{LOST}: other dates", shown)
