"""What the global options and the surroundings say, for one run of one command."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.cli.language import ENGLISH
from flashreport.cli.speech import NBSP, Speech
from flashreport.errors.phrase import Phrase, Value

if TYPE_CHECKING:
    from flashreport.domain.units import PrintedMoney
    from flashreport.render.format import Formatter
    from flashreport.workspace.load import Workspace


class Session:
    """One run: where it works, how much it says, and where it writes.

    ``folder`` is where the search for the workspace starts. Data goes to standard output by
    ``data`` and ``json``, all else to standard error by ``say``, ``tell`` and ``warn``. Texts are
    told in the language of ``speech``.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        self.speech = Speech(language)
        self.folder: str = "."
        self.quiet = False
        self.verbose = False
        self.no_color = False
        self.as_json = False

    def formatter(self, money: "PrintedMoney | None" = None) -> "Formatter":
        """The one that writes figures and dates, amounts in ``money`` where that is given."""
        from flashreport.render.format import formatter

        return formatter(self.speech.language, isolates=False, money=money)

    def root(self) -> Path:
        """The workspace's folder; FlashreportError ``workspace.not-found`` without one."""
        from flashreport.workspace.locate import find_workspace

        return find_workspace(Path(self.folder))

    def workspace(
        self, known_measures: Mapping[str, object] | None = None, *, check_country: bool = True
    ) -> "Workspace":
        """The workspace, loaded; every mistake of its settings is raised at once."""
        from flashreport.workspace.load import load

        return load(self.root(), known_measures, check_country=check_country)

    def data(self, text: str) -> None:
        """Print a result: a Phrase in translation, any other text as it is, with blanks that can be found."""
        told = self.speech(text) if isinstance(text, Phrase) else text
        sys.stdout.write(told.replace(NBSP, " ") + "\n")

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[Value]], right: Sequence[str] = ()
    ) -> None:
        """Print a table: headings are messages, cells values."""
        from flashreport.cli.text_table import text_table

        self.data(text_table(headings, rows, right, self.speech))

    def json(self, value: object) -> None:
        """Print a result for a program: one JSON document; dates as ISO text."""
        import json

        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")

    def say(self, text: str) -> None:
        """Tell a person how it goes, unless they asked for quiet or for JSON."""
        if not self.quiet and not self.as_json:
            sys.stderr.write(self.speech(text) + "\n")

    def tell(self, text: str) -> None:
        """Tell a detail, only when ``-v`` asks for it."""
        if self.verbose and text:
            sys.stderr.write(self.speech(text) + "\n")

    def progress(self, step: str) -> None:
        """Show what goes on, in one line of a terminal that the next step overwrites.

        Without a terminal (cron, a pipe) nothing is shown, with ``-v`` a line for each step.
        An empty step clears the line.
        """
        if self.verbose:
            self.tell(step)
        elif not self.quiet and not self.as_json and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{self.speech(step)}{'…' if step else ''}")
            sys.stderr.flush()

    def warn(self, text: str) -> None:
        """Tell something that a person must see, however quiet the run is."""
        sys.stderr.write(self.speech(text) + "\n")

    def color(self, text: str, name: str, *, data: bool = True) -> str:
        """``text`` in a terminal's color; plain for a file, with --no-color or NO_COLOR."""
        from flashreport.cli.door import environment

        stream = sys.stdout if data else sys.stderr
        if self.no_color or "NO_COLOR" in environment() or not stream.isatty():
            return text
        codes = {"red": 31, "green": 32, "yellow": 33, "bold": 1}
        return f"\x1b[{codes[name]}m{text}\x1b[0m"
