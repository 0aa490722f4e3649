"""The target audience in the demographics of a platform, whatever it calls its categories and members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flashreport.domain.export_cells import normalised_header, number_cell
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.social.days import day_in_name
from flashreport.inputs.social.model import Export, ShareRow
from flashreport.workspace.inputs import InputSettings

# Platforms' words for one category, and for one member.
_CATEGORIES = {"territory": "country", "towns/city": "city"}
_MEMBERS = {"men": "male", "women": "female"}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a category: its name, the cell with its share, and the line."""

    name: str
    cell: str
    line: int


def category_of(name: str) -> str:
    """``Top countries`` and ``country`` are one category; so are ``Job titles`` and ``Job title``."""
    plain = normalised_header(name).removeprefix("top ")
    plain = plain.removesuffix("ies") + "y" if plain.endswith("ies") else plain.removesuffix("s")
    return _CATEGORIES.get(plain, plain)


def member_of(name: str) -> str:
    """A member's name that compares equal however it was written: ``Women`` is ``Female``."""
    plain = normalised_header(name).replace("\u2013", "-")
    return " ".join(_MEMBERS.get(word, word) for word in plain.split())


def wanted(target: Mapping[str, Sequence[str]], categories: Iterable[str]) -> tuple[str, frozenset[str]]:
    """The first category of the target that the platform tells, and its members; empty for none."""
    told = {category_of(name): name for name in categories}
    for category, members in target.items():
        if category_of(category) in told:
            return told[category_of(category)], frozenset(map(member_of, members))
    return "", frozenset()


def take_share(
    platform: str,
    categories: Mapping[str, Sequence[Member]],
    export: Export,
    settings: InputSettings,
    until: date | None = None,
    *,
    percent: bool = False,
) -> None:
    """The share of the target among the followers, as of the day of the export or of ``until``.

    Bare numbers are shares of 1, or of 100 where ``percent`` or their sum says so. What the platform
    doesn't list counts as nothing.
    """
    if not settings.target:
        example = next(iter(categories))
        line = f'target = {{ "{example}" = ["{categories[example][0].name}"] }}'
        message = "it tells who the followers are, and no target audience is named."
        export.warn("inputs.no-target", message, phrase("Name it at the input: {line}", line=line))
        return
    category, names = wanted(settings.target, categories)
    if not category:
        return  # another file of the export tells the target's category
    shares = _shares(categories[category], export, percent)
    inside = [(line, share) for name, line, share in shares if member_of(name) in names]
    if shares and not inside:
        some = ", ".join(name for name, _, _ in shares[:10])
        message = phrase("none of the target is in its {category}: {names}.", category=category, names=some)
        advice = (
            "Write the target's members as this file does; another platform's words may stand beside them."
        )
        export.warn("inputs.no-target", message, advice)
        return
    if inside:
        on = _day(export, until)
        export.shares.append(ShareRow(platform, on, inside[0][0], sum((s for _, s in inside), Decimal(0))))


def _shares(members: Sequence[Member], export: Export, percent: bool) -> list[tuple[str, int, Decimal]]:
    """Each member's share; cells that are no number are set aside."""
    found: list[tuple[Member, Decimal]] = []
    for member in members:
        try:
            share = number_cell(member.cell)
        except FlashreportError:
            place = Place(file=export.file, line=member.line, column=member.name, value=member.cell[:80])
            message = phrase("'{text}' is no share.", text=member.cell.strip())
            advice = "A spreadsheet turns 3.4 into a date: use the file as it was exported."
            export.refuse("inputs.bad-share", message, advice, place)
            continue
        if share is not None:
            found.append((member, share))
    percent = percent or sum(share for member, share in found if "%" not in member.cell) > 2
    return [
        (each.name, each.line, share.scaleb(-2) if percent and "%" not in each.cell else share)
        for each, share in found
    ]


def _day(export: Export, until: date | None) -> date:
    day = day_in_name(export.file) or until
    if day is None:
        raise FlashreportError(
            "inputs.no-export-day",
            "it tells who follows on the day of the export, and nothing says which day that was.",
            "Put the day of the export into the file's name or its folder's: FollowerGender_2026-11-19.csv.",
            Place(file=export.file),
        )
    return day
