"""The notebook of examples/ runs, and its answers are those that it shows."""

import os
from pathlib import Path

import nbclient
import nbformat

NOTEBOOK = Path(__file__).resolve().parent.parent.parent / "examples/notebook/questions.ipynb"


def answers(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """What the cells show: texts, and pictures as SVG."""

    def shown(output: nbformat.NotebookNode) -> str:
        data = output.get("data", {})
        return data.get("image/svg+xml") or data.get("text/plain") or output.get("text") or output["ename"]

    return [[shown(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebook_shows_what_it_answers() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    before = answers(notebook)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata.language_info = {"name": "python"}
    if os.environ.get("UPDATE") == "1":
        NOTEBOOK.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        return
    assert answers(notebook) == before
