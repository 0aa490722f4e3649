"""A cold build of the sample company, whole processes: against Chromium, and against a notebook.

The clock starts with the process and stops when it has ended: interpreter, imports, inputs, pages,
archive. Compiled modules and the font caches are there, as on any morning but the first.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.notebook import NotebookPeer, NotInstalled
from benchmarks.processes import Took, environment, flashreport, middle, paired, python, ratio, run
from benchmarks.profiled import profile_of
from benchmarks.report import Line
from benchmarks.size import Size

AGAINST_CHROMIUM, AGAINST_NOTEBOOK = 1.0, 0.25
_CHROMIUM = "chromium", "chromium-browser", "google-chrome"
_FLAGS = "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"


def cold(size: Size) -> list[Line]:
    """Both comparisons, and a table of the stages of one build."""
    with tempfile.TemporaryDirectory(prefix="flashreport-bench-") as folder:
        workspace = Path(folder) / "sample"
        run(flashreport("init", workspace))
        built = Build(workspace)
        _print_stages(workspace)
        built()
        return [_against_chromium(built, size), _against_notebook(built, Path(folder), size)]


class Build:
    """``flashreport build`` of a workspace without an archive; PDF, HTML and archive are written."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    def __call__(self) -> Took:
        clear(self.workspace)
        return run(flashreport("-C", self.workspace, "build", "--no-send"))

    @property
    def html(self) -> Path:
        """The page that the last build wrote."""
        return max((self.workspace / "reports").glob("*.html"))

    def profile(self) -> str:
        """Where a cold build spends its time."""
        clear(self.workspace)
        return profile_of(["-m", "flashreport", "-C", str(self.workspace), "build", "--no-send"])


def clear(workspace: Path) -> None:
    """Remove what a build made, so that the next one builds again."""
    for name in ("archive", "reports", "outbox"):
        shutil.rmtree(workspace / name, ignore_errors=True)


def chromium() -> str | None:
    """The path of the machine's Chromium."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), None)


def print_page(program: str, page: Path, folder: Path) -> Took:
    """Print an HTML file to PDF by a Chromium with a profile of its own."""
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        pdf = Path(profile) / "page.pdf"
        flags = [*_FLAGS, f"--user-data-dir={profile}/user", f"--print-to-pdf={pdf}"]
        took = run([program, *flags, page.as_uri()])
        if not pdf.is_file():
            raise RuntimeError(f"{program} printed no PDF")
    return took


def _against_chromium(built: Build, size: Size) -> Line:
    what = "cold build : Chromium prints the HTML"
    program = chromium()
    if program is None:
        return Line(what, None, AGAINST_CHROMIUM, "skipped: no Chromium on this machine")
    page = built.workspace.parent / "ready.html"
    shutil.copyfile(built.html, page)
    ours, theirs = paired(built, lambda: print_page(program, page, page.parent), size.pairs)
    print(f"  flashreport build:  {middle(ours)}\n  Chromium:           {middle(theirs)}", flush=True)
    found = ratio([took.wall for took in ours], [took.wall for took in theirs])
    note = f"{middle(ours).wall:.2f} s against {middle(theirs).wall:.2f} s"
    return Line(what, found, AGAINST_CHROMIUM, note, built.profile() if found > AGAINST_CHROMIUM else "")


def _against_notebook(built: Build, folder: Path, size: Size) -> Line:
    what = "cold build : papermill + nbconvert to PDF"
    program = chromium()
    if program is None:
        return Line(what, None, AGAINST_NOTEBOOK, "skipped: its PDF needs Chromium, which is not here")
    try:
        peer = NotebookPeer.installed(folder, built.workspace)
    except NotInstalled as reason:
        return Line(what, None, AGAINST_NOTEBOOK, f"skipped: {reason}")

    def notebook() -> Took:
        steps = [*peer.run(), print_page(program, peer.page, folder)]
        memory = max(took.memory for took in steps)
        return Took(sum(took.wall for took in steps), sum(took.cpu for took in steps), memory)

    ours, theirs = paired(built, notebook, max(1, size.pairs // 2))
    print(f"  flashreport build:  {middle(ours)}\n  the notebook:       {middle(theirs)}", flush=True)
    found = ratio([took.wall for took in ours], [took.wall for took in theirs])
    note = f"{middle(ours).wall:.2f} s against {middle(theirs).wall:.2f} s"
    return Line(what, found, AGAINST_NOTEBOOK, note, built.profile() if found > AGAINST_NOTEBOOK else "")


def _print_stages(workspace: Path) -> None:
    clear(workspace)
    done = subprocess.run(
        python("-m", "benchmarks.stages", workspace),
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    print_laps(json.loads(done.stdout))


def print_laps(laps: dict[str, dict[str, float]]) -> None:
    """The stages in columns."""
    print("  stage             wall s  processor s  peak MB")
    for stage, lap in laps.items():
        print(f"  {stage:<16} {lap['wall']:7.3f} {lap['cpu']:12.3f} {lap['memory']:8.0f}", flush=True)
