"""Has readers that others wrote read back random texts from every RDF format and every format of answers, value by value.

    readback.py PROGRAM WORK [SEED [COUNT]]

The texts have controls, line ends, quotation marks, markup, bidirectional controls, noncharacters, characters beyond the
Basic Multilingual Plane, and blanks at their ends. They stand in the cells of a table, so that they pass through the
whole program. Prints what differs; the exit code is then 1.
"""

import csv
import io
import json
import random
import shutil
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
THING = "https://example.org/interop/id/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

SIGNS = "\"'`\\,;|<>&#{}[]()=+-@/*_%$!~^:?."
TROUBLE = (
    "\t\n\r\x85\xa0\xad\u2028\u2029\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u061c\u2066\u2067\u2068\u2069"
    "\ufeff\ufffe\uffff\ufffd\ufdd0\ufdef\U0001fffe\U0010ffff\U00010437\U0001f469\U000e0041\ue000\u0301\u3000\u05d0\ud7ff\x7f\x9b\x1b"
)
WORDS = [" ", "  a", "a  ", "\n", "\r\n", "\ra", "]]>", "&amp;", "&#13;", "<![CDATA[", "-->", "null", "NaN", "\\N", "1e3", "_:b0",
         "<https://e.org/>", '"""', "a\x01b", "=1+1"]


def forbidden(letter):
    """Whether XML 1.0 has no such character."""
    return letter < " " and letter not in "\t\n\r" or letter in "\ufffe\uffff"


def texts(seed, count):
    """Random texts, the same for the same seed."""
    chance = random.Random(seed)
    pools = [SIGNS, TROUBLE, TROUBLE, "abcé ", " ", "".join(map(chr, range(0xA0)))]
    some = ["".join(chance.choice(chance.choice(pools)) for _ in range(chance.randrange(1, 14))) for _ in range(count)]
    # A table with a NUL is no text, and is refused (T006).
    return [text for text in (text.replace("\0", "") for text in WORDS + some) if text]


def dossier(folder, values):
    """The dossier of edge cases, of which the things are the texts, and the links a chain with the texts as labels."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "tests/interop", folder)
    for name, rows in (
        ("things", [[f"r{number}", text, "", "", "", "", ""] for number, text in enumerate(values)]),
        ("links", [[f"k{number}", f"r{number}", f"r{number + 1}", "funds", "", "", "", text] for number, text in enumerate(values[:-1])]),
    ):
        # The dossier's own rows are read by the other readers; some of them have what XML forbids.
        path = folder / f"data/{name}.csv"
        header = path.read_text(encoding="utf-8").split("\n", 1)[0]
        path.write_text(f"{header}\n", encoding="utf-8")
        with open(path, "a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return folder


def run(program, folder, *arguments):
    return subprocess.run([program, "-C", folder, *arguments], capture_output=True)


def of_rdflib(path, form):
    import rdflib
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Dataset() if form in ("nquads", "trig") else rdflib.Graph()
    graph.parse(path if isinstance(path, io.BytesIO) else str(path), format=form)
    pairs = ((quad[0], quad[2]) for quad in graph.quads((None, rdflib.URIRef(LABEL), None, None))) if form in ("nquads", "trig") \
        else graph.subject_objects(rdflib.URIRef(LABEL))
    return {str(subject): str(text) for subject, text in pairs}


def of_pyld(path):
    from pyld import jsonld
    dataset = jsonld.to_rdf(json.loads(path.read_text(encoding="utf-8")))
    triples = [triple for graph in dataset.values() for triple in graph]
    return {one["subject"]["value"]: one["object"]["value"] for one in triples if one["predicate"]["value"] == LABEL}


def of_rapper(path, syntax):
    done = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", str(path), "https://example.org/"], capture_output=True)
    if done.returncode or done.stderr:
        raise ValueError(done.stderr.decode()[:300])
    lines = [line.split(" ", 2) for line in done.stdout.decode().split("\n") if f"<{LABEL}>" in line]
    # What rapper writes is ASCII, whose escapes are those of JSON but for \U.
    def text(literal):
        inner = literal[1:literal.rindex('"')]
        return inner.encode("ascii", "backslashreplace").decode("unicode_escape")
    return {subject.strip("<>"): text(rest) for subject, _, rest in lines}


QUERY = f"SELECT ?thing ?text WHERE {{ ?thing <{LABEL}> ?text }} ORDER BY ?thing ?text"
SPARQL = "{http://www.w3.org/2005/sparql-results#}"


def of_answers(form, data):
    text = data.decode("utf-8")
    if form == "json":
        rows = json.loads(text)["results"]["bindings"]
        return {row["thing"]["value"]: row["text"]["value"] for row in rows}
    if form == "xml":
        rows = xml.etree.ElementTree.fromstring(text).iter(f"{SPARQL}result")
        cells = [[binding[0].text or "" for binding in row] for row in rows]
        return {thing: text for thing, text in cells}
    if form in ("csv", "spreadsheet"):
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert rows[0] == ["thing", "text"], rows[0]
        plain = (lambda cell: cell.removeprefix("'")) if form == "spreadsheet" else str
        return {thing: plain(text) for thing, text in rows[1:]}
    header, *rows = text.removesuffix("\n").split("\n")
    assert header == "?thing\t?text", header
    # The terms of SPARQL's TSV are those of Turtle.
    turtle = "".join(f"{thing} <{LABEL}> {text} .\n" for thing, text in (row.split("\t") for row in rows))
    return of_rdflib(io.BytesIO(turtle.encode()), "turtle")


def compare(what, wanted, read, findings):
    ours = {key: text for key, text in read.items() if key in wanted}
    for key, text in wanted.items():
        if ours.get(key) != text:
            findings.append(f"{what}: {text!r} is read as {ours.get(key)!r}")


def main(program, work, seed="1", count="300"):
    values = texts(seed, int(count))
    findings, readings = [], 0
    # rapper refuses U+FFFE and U+FFFF in every format.
    for name, some in (("all", values), ("xml", [text for text in values if not any(map(forbidden, text))])):
        folder = dossier(Path(work) / name, some)
        wanted = {f"{THING}r{number}": text for number, text in enumerate(some)}
        for form, reader in (("turtle", "turtle"), ("ntriples", "nt"), ("nquads", "nquads"), ("trig", "trig"), ("rdfxml", "xml"),
                             ("jsonld", "json-ld")):
            path = folder / f"graph.{form}"
            done = run(program, folder, "export", "rdf", "--format", form, "-o", str(path))
            if form == "rdfxml" and name == "all":
                if done.returncode != 2 or path.exists():
                    findings.append("rdfxml: a text with a character that XML forbids is not refused")
                continue
            if done.returncode:
                findings.append(f"{form}: {done.stderr.decode()}")
                continue
            tried = [("rdflib", lambda: of_rdflib(path, reader))]
            if form == "jsonld":
                tried.append(("PyLD", lambda: of_pyld(path)))
            elif shutil.which("rapper") and name == "xml":
                tried.append(("rapper", lambda: of_rapper(path, form)))
            for who, read in tried:
                readings += 1
                try:
                    compare(f"{form}, {who}", wanted, read(), findings)
                except Exception as error:  # noqa: BLE001 - a reader may fail in any way, which is a finding
                    findings.append(f"{form}, {who}: {type(error).__name__}: {error}")
        for form in ("csv", "spreadsheet", "tsv", "json", "xml"):
            done = run(program, folder, "query", "-e", QUERY, "--format", form)
            if form == "xml" and name == "all":
                if done.returncode != 2:
                    findings.append("xml: a text with a character that XML forbids is not refused")
                continue
            readings += 1
            try:
                compare(f"answers as {form}", wanted, of_answers(form, done.stdout), findings)
            except Exception as error:  # noqa: BLE001
                findings.append(f"answers as {form}: {type(error).__name__}: {error}")
    for finding in findings[:40]:
        print(finding)
    print(f"read back: {readings} readings of {len(values)} texts, {len(findings)} differ")
    return 1 if findings or not readings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
