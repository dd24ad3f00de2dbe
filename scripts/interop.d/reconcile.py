"""Has `sourcier link candidates` ask a Reconciliation Service that others wrote: csv-reconcile (PyPI), on loopback.

    reconcile.py PROGRAM CSV_RECONCILE DOSSIER SCHEMAS

The service knows three items that are not real ones. What it finds must stand in the table of decisions, and nothing else. All that
is asked and answered goes through a listener, and must fit the schemas of the specification, in the version that was spoken. It
runs in the Python of csv-reconcile, which has jsonschema.
"""

import csv
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import jsonschema
import referencing

ITEMS = "id\tname\nQ900000001\tJeanne Duroc\nQ900000002\tLes Palmes\nQ900000003\tpiscine des Tilleuls\n"
WANTED = {("jeanne-duroc", "Q900000001"), ("les-palmes", "Q900000002"), ("piscine", "Q900000003")}
PORT = 5000


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Listener(http.server.BaseHTTPRequestHandler):
    """Forwards requests to the service, and records them with the responses: schema, value."""

    heard = []

    def do_GET(self):
        self.hand_on("manifest", None, None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = urllib.parse.parse_qs(body.decode())
        self.heard.append(("reconciliation-query-batch", json.loads(fields["queries"][0])))
        self.hand_on("reconciliation-result-batch", body, self.headers["Content-Type"])

    def hand_on(self, schema, body, kind):
        request = urllib.request.Request(f"http://127.0.0.1:{PORT}{self.path}", data=body, headers={"Content-Type": kind} if kind else {})
        with urllib.request.urlopen(request, timeout=20) as answer:
            said = answer.read()
        self.heard.append((schema, json.loads(said)))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


def misfits(schemas):
    """The recorded messages that are not valid; a service without `versions` has version 0.1."""
    manifest = next(value for schema, value in Listener.heard if schema == "manifest")
    version = "0.2" if "0.2" in manifest.get("versions", []) else "0.1"
    documents = [json.loads(path.read_text()) for path in (schemas / version / "schemas").glob("*.json") if path.name != "openapi.json"]
    # The schemas declare no draft, or an older one, but use no feature that has changed.
    made = [(document["$id"], referencing.Resource.from_contents({**document, "$schema": DRAFT})) for document in documents if "$id" in document]
    registry = referencing.Registry().with_resources(made)
    for name, value in Listener.heard:
        schema = json.loads((schemas / version / "schemas" / f"{name}.json").read_text())
        validator = jsonschema.Draft7Validator({**schema, "$schema": DRAFT}, registry=registry)
        for error in validator.iter_errors(value):
            yield f"{version} {name}: {error.json_path}: {error.message[:200]}"


DRAFT = "http://json-schema.org/draft-07/schema#"


def main():
    program, server, dossier, schemas = sys.argv[1], *map(Path, sys.argv[2:5])
    if answers(PORT):
        print(f"csv-reconcile: port {PORT} is taken, and it takes no other")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "items.tsv").write_text(ITEMS)
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        where = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([server, "init", "items.tsv", "id", "name"], check=True, **where)
        served = subprocess.Popen([server, "serve"], start_new_session=True, **where)
        listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        try:
            for _ in range(100):
                if answers(PORT):
                    break
                time.sleep(0.1)
            address = f"http://127.0.0.1:{listener.server_address[1]}/reconcile"
            subprocess.run([program, "-C", dossier, "link", "candidates", "--service", address, "--pause", "0"], check=True)
        finally:
            listener.shutdown()
            os.killpg(served.pid, signal.SIGTERM)
            served.wait()
    with open(dossier / "data/wikidata.csv", newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    best = {(row["entity"], row["qid"]) for row in rows if row["decision"] == "undecided" and float(row["score"] or 0) >= 0.99}
    if best != WANTED:
        print(f"csv-reconcile: {sorted(best)} were found, not {sorted(WANTED)}")
        return 1
    if not schemas.is_dir():
        print(f"skipped: schemas of the Reconciliation Service API: not in {schemas} ($SOURCIER_SUITES)")
        return 1 if os.environ.get("CI") == "true" else 0
    wrong = list(misfits(schemas))
    for line in wrong:
        print(f"csv-reconcile: {line}")
    print(f"csv-reconcile: {len(Listener.heard)} requests and answers, {len(wrong)} faults by the schemas")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
