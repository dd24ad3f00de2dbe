"""The command line of the package is that of the program."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sourcier

ROOT = Path(__file__).resolve().parent.parent.parent


def test_exit_codes_and_streams(command, tmp_path: Path) -> None:
    assert command("--version").stdout == f"sourcier {sourcier.__version__}\n"
    assert command("query", "totals", "--format", "csv").returncode == 0
    wrong = command("--directory", str(tmp_path), "check")
    assert (wrong.returncode, wrong.stdout) == (2, "") and "sourcier.toml" in wrong.stderr
    unknown = command("nonsense")
    assert unknown.returncode == 2 and "unrecognized subcommand" in unknown.stderr


def test_arguments_reach_the_worker(command) -> None:
    answer = command("query", "-e", 'SELECT ("é \'x\' $HOME" AS ?text) WHERE {}', "--format", "csv")
    assert answer.stdout.split() == ["text", "é", "'x'", "$HOME"]


def test_a_query_beyond_its_limit_is_stopped(command) -> None:
    """The limits hold, as workers are started anew by this interpreter."""
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?a != ?l) }"
    stopped = command("--time-limit", "1", "query", "-e", endless)
    assert stopped.returncode != 0 and "was stopped" in stopped.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="signals")
def test_an_interrupt_ends_it() -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?a != ?l) }"
    running = subprocess.Popen([sys.executable, "-m", "sourcier", "--unlimited", "query", "-e", endless], cwd=ROOT, stderr=subprocess.PIPE)
    time.sleep(1.5)
    assert running.poll() is None
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=20) in (-signal.SIGINT, 130)


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, sourcier.__main__; print(sorted(name for name in sys.modules if name.startswith(('sourcier', 'json', 'pandas', 'dataclasses'))))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "['sourcier', 'sourcier.__main__', 'sourcier._native']"


def test_a_dossier_brings_no_module(small: Path) -> None:
    """A folder that somebody else made may have files with the names of modules: a worker imports none of them."""
    for module in ["sourcier", "signal", "typing", "os", "_native"]:
        (small / f"{module}.py").write_text("open('executed', 'w')\n", encoding="utf-8")
    command = "import sys; sys.path[:] = [place for place in sys.path if place]; from sourcier.__main__ import main; sys.exit(main())"
    told = subprocess.run([sys.executable, "-c", command, "query", "totals", "--format", "csv"], cwd=small, capture_output=True, text=True)
    assert told.returncode == 0 and told.stdout.startswith("group,"), told.stderr
    assert not (small / "executed").exists()
