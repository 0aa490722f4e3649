"""All measures of the program by their keys, and the blocks they belong to."""

from flashreport.domain.measure import Measure, Register, block_of
from flashreport.domain.register.audience import AUDIENCE
from flashreport.domain.register.cash import CASH
from flashreport.domain.register.credit import CREDIT
from flashreport.domain.register.projects import PROJECTS
from flashreport.domain.register.staff import STAFF

__all__ = ["BLOCKS", "GROUP", "MEASURES", "Measure", "Register", "block_of", "made_of", "runs_on"]

GROUP = ""

MEASURES: dict[str, Measure] = {
    measure.key: measure for measure in (*CASH, *STAFF, *CREDIT, *PROJECTS, *AUDIENCE)
}

BLOCKS: dict[str, str] = {
    "cash": "Cash",
    "staff": "Staff",
    "credit": "Credit lines",
    "projects": "Projects and risks",
    "audience": "Audience",
    "own": "Other measures",
}


def made_of(key: str, register: Register = MEASURES) -> tuple[str, ...]:
    """The measures with figures of their own from which a ratio or formula is read; else itself."""
    found = register[key]
    if found.nature not in ("ratio", "formula"):
        return (key,)
    return tuple(dict.fromkeys(leaf for part in found.parts for leaf in made_of(part, register)))


def runs_on(measure: str, register: Register = MEASURES) -> bool:
    """Whether a measure's days hang together, as balances do: no day stands by itself."""
    return all(register[leaf].nature in ("stock", "opening") for leaf in made_of(measure, register))
