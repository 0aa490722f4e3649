"""The peer that many offices have: a notebook run by papermill, made HTML by nbconvert, printed by Chromium.

It reads the sample's cash, hours and sales with pandas, sums them by day and department, and shows
six charts and three tables: less than the report has.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Took, run

PACKAGES = ("papermill", "nbconvert", "ipykernel", "pandas", "matplotlib")
_INSTALL_SECONDS = 600
_CELLS = (
    """folder = "." """,
    """%matplotlib inline
from pathlib import Path
import matplotlib.pyplot as plt
import pandas as pd
root = Path(folder) / "inputs"
""",
    """hours = pd.concat([pd.read_csv(f) for f in sorted((root / "timesheets").glob("*.csv"))])
hours["work_date"] = pd.to_datetime(hours["work_date"], errors="coerce")
worked = hours.pivot_table(index="work_date", columns="station", values="minutes", aggfunc="sum") / 60
sales = pd.read_csv(root / "output" / "harbor.csv")
sales["business_date"] = pd.to_datetime(sales["business_date"])
sales["net_sales"] = pd.to_numeric(sales["net_sales"], errors="coerce")
sold = sales.pivot_table(index="business_date", columns="station", values="net_sales", aggfunc="sum")
balances = pd.concat([pd.read_csv(f) for f in sorted((root / "balances").glob("*.csv"))])
balances["day"] = pd.to_datetime(balances["day"])
closing = balances.pivot_table(index="day", columns="shop", values="balance", aggfunc="last")
""",
    *(
        f"figure, axes = plt.subplots(figsize=(7, 2.6))\n{frame}.tail(60).{draw}\n"
        f"axes.set_title({title!r})\nplt.show()"
        for frame, draw, title in (
            ("worked", "plot(ax=axes)", "Hours"),
            ("worked.resample('W').sum()", "plot.bar(ax=axes)", "Hours a week"),
            ("sold", "plot(ax=axes)", "Sales"),
            ("sold.resample('W').sum()", "plot.bar(ax=axes)", "Sales a week"),
            ("closing", "plot(ax=axes)", "Cash"),
            ("closing.diff()", "plot(ax=axes)", "Change of cash"),
        )
    ),
    "worked.tail(20).round(1)",
    "sold.tail(20).round(2)",
    "closing.tail(20).round(2)",
)


class NotInstalled(RuntimeError):
    """The peer's packages could not be installed."""


@dataclass(frozen=True, slots=True)
class NotebookPeer:
    """A folder with a virtual environment and the notebook; ``page`` is the HTML that it makes."""

    folder: Path
    workspace: Path

    @classmethod
    def installed(cls, folder: Path, workspace: Path) -> "NotebookPeer":
        """Install the peer into a virtual environment of its own; raises NotInstalled."""
        peer = cls(folder / "notebook", workspace)
        peer.folder.mkdir()
        venv = peer.folder / "venv"
        print(f"  installing {', '.join(PACKAGES)} into a virtual environment of their own", flush=True)
        try:
            for command in (
                [sys.executable, "-m", "venv", str(venv)],
                [str(venv / "bin/python"), "-m", "pip", "install", "-q", *PACKAGES],
            ):
                subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            told = getattr(error, "stderr", None) or b""
            last = told.decode(errors="replace").strip().splitlines()[-1:] or [str(error)]
            raise NotInstalled(f"pip cannot install papermill and nbconvert here ({last[0]})") from error
        (peer.folder / "report.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
        return peer

    @property
    def page(self) -> Path:
        """The notebook as HTML."""
        return self.folder / "done.html"

    def run(self) -> tuple[Took, Took]:
        """Execute the notebook, then make it HTML."""
        programs = self.folder / "venv" / "bin"
        executed = run(
            [
                str(programs / "papermill"), "-k", "python3", "-p", "folder", str(self.workspace),
                "report.ipynb", "done.ipynb",
            ],
            self.folder,
        )  # fmt: skip
        exported = run(
            [str(programs / "jupyter-nbconvert"), "--to", "html", "--no-input", "done.ipynb"], self.folder
        )
        return executed, exported


def notebook() -> dict[str, object]:
    """The notebook's document; its first cell takes the parameter ``folder``."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {"tags": ["parameters"]} if number == 0 else {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(_CELLS)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
