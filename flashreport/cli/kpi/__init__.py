"""``flashreport kpi``: the register of KPIs, from the first contract to the last review."""

from flashreport.cli.subcommands import Subcommands

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("flashreport.cli.kpi.list_all:command", "List the KPIs and what their contracts lack."),
    "show": ("flashreport.cli.kpi.show:command", "Print one KPI: contract, history, newest figure."),
    "add": ("flashreport.cli.kpi.add:command", "Add a KPI; asks for what is not given."),
    "set": ("flashreport.cli.kpi.change:command", "Change a KPI; what it meant before is kept."),
    "event": ("flashreport.cli.kpi.event:command", "Record a known change; limits begin anew there."),
    "review": ("flashreport.cli.kpi.review:command", "Ask of each KPI that is due whether it still matters."),
    "test": ("flashreport.cli.kpi.trial:command", "Say how often a KPI would have called in the past."),
}

command = Subcommands(
    "kpi",
    COMMANDS,
    example="""
    flashreport kpi list
    flashreport kpi set overtime target.value=0.075 --reason "Two more cooks"
    """,
    help="Keep the KPI register, kpis.toml; its comments and order stay as they are.",
)

__all__ = ["COMMANDS", "command"]
