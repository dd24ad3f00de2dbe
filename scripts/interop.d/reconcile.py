"""Has `sourcier link candidates` ask a Reconciliation Service that others wrote: csv-reconcile (PyPI), on loopback.

    reconcile.py PROGRAM CSV_RECONCILE DOSSIER

The service knows three items that are not real ones. What it finds must stand in the table of decisions, and nothing else.
"""

import csv
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ITEMS = "id\tname\nQ900000001\tJeanne Duroc\nQ900000002\tLes Palmes\nQ900000003\tpiscine des Tilleuls\n"
WANTED = {("jeanne-duroc", "Q900000001"), ("les-palmes", "Q900000002"), ("piscine", "Q900000003")}


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    program, server, dossier = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    port = 5000
    if answers(port):
        print("csv-reconcile: port 5000 is taken, and it takes no other")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "items.tsv").write_text(ITEMS)
        environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
        where = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([server, "init", "items.tsv", "id", "name"], check=True, **where)
        served = subprocess.Popen([server, "serve"], start_new_session=True, **where)
        try:
            for _ in range(100):
                if answers(port):
                    break
                time.sleep(0.1)
            command = [program, "-C", dossier, "link", "candidates", "--service", f"http://127.0.0.1:{port}/reconcile"]
            subprocess.run([*command, "--pause", "0"], check=True)
        finally:
            os.killpg(served.pid, signal.SIGTERM)
            served.wait()
    with open(dossier / "data/wikidata.csv", newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    best = {(row["entity"], row["qid"]) for row in rows if row["decision"] == "undecided" and float(row["score"] or 0) >= 0.99}
    if best != WANTED:
        print(f"csv-reconcile: {sorted(best)} were found, not {sorted(WANTED)}")
        return 1
    print("csv-reconcile: asked, answered, written down")
    return 0


if __name__ == "__main__":
    sys.exit(main())
