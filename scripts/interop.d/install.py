"""Installs the readers that others wrote, into a folder outside the repository; says what, and does nothing twice."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def folder():
    """The folder for everything: $SOURCIER_INTEROP, or below the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("SOURCIER_INTEROP") or Path(cache) / "sourcier-interop")


class Missing(Exception):
    """A missing tool; its text is the message for the user."""


def need(*commands):
    """Fails if a command is missing."""
    for command in commands:
        if not shutil.which(command):
            raise Missing(f"{command} is not installed")


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise Missing(f"{' '.join(map(str, command[:4]))} failed:\n{done.stdout[-2000:]}")
    return done.stdout


def once(name, sources, what, install):
    """Runs `install` if the folder's stamp differs from that of its sources."""
    place = folder() / name
    stamp = place / ".installed"
    digest = hashlib.sha256(b"".join((HERE / source).read_bytes() for source in sources)).hexdigest()
    if not (stamp.exists() and stamp.read_text() == digest):
        print(f"installing into {place}: {what}", flush=True)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        install(place)
        stamp.write_text(digest)
    return place


def reconciler():
    """csv-reconcile, a Reconciliation Service over a table, from PyPI, in its own environment: it needs other versions than the readers."""
    source = "reconcile-requirements.txt"
    wanted = (HERE / source).read_text().split()

    def install(place):
        run([sys.executable, "-m", "venv", place])
        run([place / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / source])

    return once("reconcile", [source], ", ".join(wanted) + " (PyPI)", install) / "bin/csv-reconcile"


def python():
    """A Python with networkx, igraph and others, from PyPI."""
    wanted = [line for line in (HERE / "requirements.txt").read_text().splitlines() if line and line[0] != "#"]

    def install(place):
        run([sys.executable, "-m", "venv", place])
        run([place / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"])

    return once("python", ["requirements.txt"], ", ".join(wanted) + " (PyPI)", install) / "bin/python"


def node():
    """The folder of graphology, cytoscape and others, from npm."""
    need("node", "npm")

    def install(place):
        shutil.copy(HERE / "package.json", place)
        run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock", "--loglevel=error"], cwd=place)

    what = "graphology with its readers of GEXF and GraphML, cytoscape, mermaid, Comunica (npm)"
    return once("node", ["package.json"], what, install) / "node_modules"


def maven(profile, what):
    """The folder of a profile's archives, from Maven Central."""
    need("java", "mvn")

    def install(place):
        run(["mvn", "--quiet", "--batch-mode", "-f", HERE / "pom.xml", f"-P{profile}", "dependency:copy-dependencies",
             f"-DoutputDirectory={place}", "-DincludeScope=runtime"])

    return once(profile, ["pom.xml"], f"{what} (Maven Central)", install)


def java(profile, what, program):
    """The class path of a reader in Java, compiled."""
    need("javac")
    archives = maven(profile, what)

    def install(place):
        run(["javac", "-d", place, "-cp", f"{archives}/*", HERE / "Jobs.java", HERE / f"{program}.java"])

    classes = once(f"{profile}-reader", ["pom.xml", "Jobs.java", f"{program}.java"], f"{program}.java, compiled", install)
    return f"{classes}:{archives}/*"
