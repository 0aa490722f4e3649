"""Who the followers are: the blocks of Meta's ``Audience.csv``, and TikTok's tables of two columns.

Meta writes percentages: a table of ages by gender, and its ten first cities and countries in two rows
each. TikTok writes shares of 1, and files without a row for an account with few followers.
"""

from collections.abc import Iterator, Mapping, Sequence

from flashreport.domain.export_cells import normalised_header
from flashreport.inputs.social.cells import cell
from flashreport.inputs.social.grid import Cells, Grid
from flashreport.inputs.social.target import Member

_BOTH = "Age & gender"
_RANKS = {"top cities": "City", "top towns/cities": "City", "top countries": "Country"}
_SHARES = "distribution"
_TIKTOK = {"gender": "Gender", "top territories": "Country"}
Categories = Mapping[str, Sequence[Member]]


def title(cells: Cells) -> str:
    """The name of a block: the one filled cell of its row, else empty."""
    filled = [normalised_header(each) for each in cells if each.strip()]
    return filled[0] if len(filled) == 1 else ""


def has_blocks(grid: Grid) -> bool:
    """Whether a block of Meta's demographics begins in the first rows."""
    return any(title(row) in (_BOTH.casefold(), *_RANKS) for row in grid.rows[:10])


def meta_categories(grid: Grid) -> Categories:
    """The categories of all blocks; ages and genders are told apart and together."""
    found: dict[str, list[Member]] = {}
    for at, row in enumerate(grid.rows):
        name = title(row)
        if name == _BOTH.casefold():
            for category, member in _by_age(grid, at + 1):
                found.setdefault(category, []).append(member)
        elif name in _RANKS and at + 2 < len(grid.rows):
            line, names, shares = grid.lines[at + 2], grid.rows[at + 1], grid.rows[at + 2]
            pairs = zip(names, shares, strict=False)
            found[_RANKS[name]] = [Member(one.strip(), share, line) for one, share in pairs if one.strip()]
    return found


def _by_age(grid: Grid, at: int) -> Iterator[tuple[str, Member]]:
    """Each cell of the block under its header of genders, as age, as gender, and as both."""
    genders = grid.rows[at] if at < len(grid.rows) else ()
    for line, row in zip(grid.lines[at + 1 :], grid.rows[at + 1 :], strict=True):
        if not any(each.strip() for each in row):
            return
        for place, gender in enumerate(genders):
            share = cell(row, place)
            if gender.strip() and share.strip():
                yield "Age", Member(row[0].strip(), share, line)
                yield "Gender", Member(gender.strip(), share, line)
                yield _BOTH, Member(f"{gender.strip()} {row[0].strip()}", share, line)


def tiktok_header(grid: Grid) -> tuple[int, str] | None:
    """The row of a table of shares (from 0) and its category."""
    for at, row in enumerate(grid.rows[:10]):
        names = [normalised_header(each) for each in row]
        category = next((_TIKTOK[name] for name in names if name in _TIKTOK), "")
        if category and _SHARES in names and len(names) == 2:
            return at, category
    return None


def tiktok_categories(grid: Grid) -> Categories:
    """The one category of the table; nothing of a file without a row."""
    found = tiktok_header(grid)
    if found is None:
        return {}
    members = [Member(cell(row, 0).strip(), cell(row, 1), line) for line, row in grid.below(found[0])]
    return {found[1]: members} if members else {}
