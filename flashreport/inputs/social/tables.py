"""Exports with one header row: counts of days, or lifetime counts of posts."""

from collections.abc import Mapping, Sequence
from datetime import date

from flashreport.domain.export_cells import DecimalMark, decimal_mark, normalised_header, post_key
from flashreport.domain.export_format import ExportFormat
from flashreport.domain.social_exports import Identified
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.social.cells import cell, counts_of, whole
from flashreport.inputs.social.days import day_in_name, day_of, days_without_year
from flashreport.inputs.social.grid import Cells, Grid
from flashreport.inputs.social.model import COUNTS, POST, DayRow, Export, PostRow
from flashreport.workspace.inputs import InputSettings

# Columns of an export that are read as counts: ours, and what ours are made of.
_PARTS = (
    "likes", "comments", "shares", "saves", "reactions", "reposts", "follows", "unfollows", "link_clicks",
)  # fmt: skip
_PLATFORM_REACH = {"linkedin_page_content": "unique_impressions"}
_NO_POST_COUNTS = ("reach", "followers", "followers_gained", "posts", "target_followers")
_WITHOUT_YEAR = ("tiktok_overview", "tiktok_followers", "tiktok_viewers")  # "August 31"
_DATES = ("date", "period")


def read_table(found: Identified, grid: Grid, export: Export, settings: InputSettings) -> None:
    """The rows under a known header, into ``export``; rows that don't hold are set aside."""
    export.sheet, export.header_row = grid.sheet, grid.lines[found.header_row]
    reader = _Rows(found, export, settings, settings.decimal or _decimal(found.format, grid))
    rows = list(grid.below(found.header_row))
    reader.give_years(rows)
    for line, cells in rows:
        try:
            reader.take(line, cells)
        except FlashreportError as error:
            for problem in error.problems:
                export.refuse(problem.code, problem.message, problem.advice, problem.place)


def _decimal(known: ExportFormat, grid: Grid) -> DecimalMark:
    return "," if known.decimal == "," else decimal_mark(grid.mark)


class _Rows:
    """Takes row after row of one table."""

    def __init__(
        self, found: Identified, export: Export, settings: InputSettings, decimal: DecimalMark
    ) -> None:
        self.places: Mapping[str, int] = found.places
        self.known = found.format
        self.export = export
        self.settings = settings
        self.decimal = decimal
        self.days: Mapping[int, date | None] = {}

    def give_years(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Give a year to days that have none, from the day of the export."""
        until = day_in_name(self.export.file)
        if until and self.known.name in _WITHOUT_YEAR:
            texts = [cell(cells, self.places.get("date")) for _, cells in rows]
            days = days_without_year(texts, until)
            self.days = {line: day for (line, _), day in zip(rows, days, strict=True)}

    def take(self, line: int, cells: Cells) -> None:
        """One row, as the counts of a day or of a post."""
        if self._is_total(cells):
            return
        if "permalink" not in self.places and "post_id" not in self.places:
            self._take_day(line, cells, "date")
        elif self._day_of_period(cells):
            self._take_day(line, cells, "period")
        else:
            self._take_post(line, cells)

    def _is_total(self, cells: Cells) -> bool:
        """Totals: YouTube's first row, and last ones that people add. They are in the other rows."""
        if not cells:
            return False
        return normalised_header(cells[0]) in ("total", "totals", "gesamt", "grand total")

    def _day_of_period(self, cells: Cells) -> date | None:
        """Meta's exports by day have the day where those of a lifetime say ``Lifetime``."""
        return day_of(cell(cells, self.places.get("period")), self.settings.date_format)

    def _take_day(self, line: int, cells: Cells, column: str) -> None:
        day = self._day(line, cells, column)
        given = self._given(line, cells)
        if column == "period":
            part = f"{POST}{self._post(line, cells)}"
            counts = counts_of(self.known.platform, given, self._wanted(post=True))
            self.export.days.append(DayRow(self.known.platform, part, day, line, counts))
            return
        counts = counts_of(self.known.platform, given, self._wanted(post=False))
        self.export.days.append(DayRow(self.known.platform, self.known.name, day, line, counts))

    def _take_post(self, line: int, cells: Cells) -> None:
        post = self._post(line, cells)
        published = self._day(line, cells, "published")
        counts = counts_of(self.known.platform, self._given(line, cells), self._wanted(post=True))
        self.export.as_of = self.export.as_of or self._as_of()
        self.export.posts.append(PostRow(self.known.platform, post, published, line, counts))

    def _wanted(self, *, post: bool) -> Sequence[str]:
        return [name for name in COUNTS if not (post and name in _NO_POST_COUNTS)]

    def _given(self, line: int, cells: Cells) -> dict[str, int | None]:
        names = {name: name for name in (*COUNTS, *_PARTS) if name in self.places}
        reach = _PLATFORM_REACH.get(self.known.name)
        if reach in self.places:
            names["reach"] = str(reach)
        return {
            ours: whole(cell(cells, self.places[theirs]), self.decimal, self._place(line, theirs, cells))
            for ours, theirs in names.items()
        } | self._gained(line, cells)

    def _gained(self, line: int, cells: Cells) -> dict[str, int | None]:
        """LinkedIn's followers are those of the day, whatever the column is called."""
        if self.known.name != "linkedin_page_visitors_followers":
            return {}
        text = cell(cells, self.places.get("followers"))
        gained = whole(text, self.decimal, self._place(line, "followers", cells))
        return {"followers": None, "followers_gained": gained}

    def _day(self, line: int, cells: Cells, column: str) -> date:
        text = cell(cells, self.places.get(column))
        day = day_of(text, self.settings.date_format)
        if day is None and self.known.name in _WITHOUT_YEAR:
            day = self._day_without_year(text, line)
        if day is None:
            message = phrase("'{text}' is no day.", text=text.strip())
            advice = "Slashes are month/day/year; date_format tells another order, such as '%d/%m/%Y'."
            raise FlashreportError("inputs.bad-day", message, advice, self._place(line, column, cells))
        return day

    def _day_without_year(self, text: str, line: int) -> date | None:
        if not self.days and any(letter.isalpha() for letter in text):
            raise FlashreportError(
                "inputs.no-export-day",
                "its days have no year, and nothing says which one it is.",
                "Put the day of the export into the file's name or its folder's: Overview_2026-11-19.csv.",
                Place(file=self.export.file),
            )
        return self.days.get(line)

    def _post(self, line: int, cells: Cells) -> str:
        link, number = (cell(cells, self.places.get(name)) for name in ("permalink", "post_id"))
        post = post_key(link, number)
        if post is None:
            place = self._place(line, "post_id", cells)
            message = "the row has no link, and no id that can be trusted: its post can't be followed."
            advice = "A spreadsheet spoils ids to 1.22158E+17: use the file as it was exported."
            raise FlashreportError("inputs.post-without-id", message, advice, place)
        return post

    def _as_of(self) -> date:
        day = day_in_name(self.export.file)
        if day is None:
            raise FlashreportError(
                "inputs.no-export-day",
                "the counts of posts are those of their whole life, and nothing says up to which day.",
                "Put the day of the export into the file's name: instagram_2026-11-19.csv.",
                Place(file=self.export.file),
            )
        return day

    def _place(self, line: int, column: str, cells: Cells) -> Place:
        text = cell(cells, self.places.get(column))
        names = self.known.columns.get(column, (column,))
        export, value = self.export, text[:80] or None
        return Place(file=export.file, line=line, sheet=export.sheet, column=names[0], value=value)
