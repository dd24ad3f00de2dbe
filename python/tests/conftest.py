import shutil
from pathlib import Path

import pytest

import sourcier

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def shipped() -> sourcier.Dossier:
    """The dossier of the repository."""
    return sourcier.open(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the invented dossier of the tests, whose files may be changed."""
    folder = tmp_path / "dossier"
    shutil.copytree(ROOT / "tests/dossier", folder)
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copy(ROOT / "data/csv-metadata.json", folder / "data")
    return folder


@pytest.fixture
def command():
    """Runs the command line in the repository, with this interpreter."""
    import subprocess
    import sys

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-m", "sourcier", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")

    return run
