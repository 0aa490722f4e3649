"""What the settings say of the entities, as columns: stages look it up for all of them at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flashreport.workspace.settings import Entity
    from flashreport.workspace.staff import RuleName


class EntityColumns(NamedTuple):
    """One place per entity, in the order of the settings. What an entity leaves out is the company's.

    ``rules`` are names of overtime rules; None stands for the one under ``[staff]``.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    currencies: tuple[str, ...]
    zones: tuple[str, ...]
    rules: "tuple[RuleName | None, ...]"

    @property
    def currency_of(self) -> dict[str, str]:
        """Each entity's currency, by its id."""
        return dict(zip(self.ids, self.currencies, strict=True))


def entity_columns(entities: "Iterable[Entity]", currency: str, zone: str) -> EntityColumns:
    """The settings of the entities side by side, with the company's ``currency`` and ``zone``."""
    rows = (
        (each.id, each.name, each.currency or currency, each.timezone or zone, each.overtime_rule)
        for each in entities
    )
    return EntityColumns(*zip(*rows, strict=True))
