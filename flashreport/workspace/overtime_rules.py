"""The workspace's overtime rules, by entity: those that come with the program and its own."""

from flashreport.domain.overtime import OvertimeRule, Step, Surcharge, builtin_rule
from flashreport.domain.overtime.rule import StepKind
from flashreport.workspace.settings import WorkspaceSettings
from flashreport.workspace.staff import StaffSettings

_ORDER: tuple[StepKind, ...] = ("daily", "seventh_day", "holiday", "weekly", "overtime_of_day")


def rule_of(staff: StaffSettings, name: str | None = None) -> OvertimeRule:
    """A rule by name, or the one that the settings name or spell out, with their workweek and rounding."""
    wanted = name or staff.overtime_rule
    rule = _own_rule(staff) if wanted == "custom" else builtin_rule(wanted)
    rule = rule.rounded_at(staff.rounding) if staff.rounding else rule
    return rule.model_copy(update={"workweek_start": staff.workweek_start})


def _own_rule(staff: StaffSettings) -> OvertimeRule:
    own = staff.overtime
    steps = [Step(**step.model_dump()) for step in own.steps]
    if own.multiplier > 1:
        if own.daily_hours is not None:
            steps.append(Step(kind="daily", over=own.daily_hours, multiplier=own.multiplier))
        if own.weekly_hours is not None:
            steps.append(Step(kind="weekly", over=own.weekly_hours, multiplier=own.multiplier))
    return OvertimeRule(
        id="custom",
        name="The workspace's rule",
        steps=tuple(sorted(steps, key=lambda step: _ORDER.index(step.kind))),
        surcharges=tuple(Surcharge(**each.model_dump()) for each in own.surcharges),
        premium_base=own.premium_base,
        flat_sum=own.flat_sum,
    )


def rules_in_use(settings: WorkspaceSettings) -> tuple[dict[str, str], dict[str, OvertimeRule]]:
    """The id of the rule of each entity's employees ('' is the company's), and the rules by their ids."""
    entities = settings.entity_columns
    # many entities work under few rules
    rules = {name: rule_of(settings.staff, name) for name in {None, *entities.rules}}
    ids = {name: rule.id for name, rule in rules.items()}
    named = dict(zip(entities.ids, map(ids.__getitem__, entities.rules), strict=True))
    return {"": ids[None], **named}, {rule.id: rule for rule in rules.values()}


def rules_by_entity(settings: WorkspaceSettings) -> dict[str, OvertimeRule]:
    """The rule of each entity's employees; '' is the company's."""
    named, rules = rules_in_use(settings)
    return {entity: rules[rule] for entity, rule in named.items()}
