"""``flashreport.toml``, typed."""

from collections import Counter
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from flashreport.domain.cadence import Cadence
from flashreport.domain.jalali import Alignment
from flashreport.errors import phrase
from flashreport.workspace.archive import ArchiveSettings
from flashreport.workspace.company import Company as Company
from flashreport.workspace.company import known_zone
from flashreport.workspace.entity_columns import EntityColumns, entity_columns
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.model import Currency, Name, Settings, Text, TimeOfDay, Weekday
from flashreport.workspace.own_measures import OwnMeasure
from flashreport.workspace.staff import RuleName, StaffSettings
from flashreport.workspace.ways_out import ChannelSettings, DkimSettings, Encryption, ServerSettings

Block = Literal["cash", "staff", "credit", "projects", "audience", "own"]


class Calendar(Settings):
    """The company's days.

    ``closed`` are own closing days, ``open`` days that are worked in spite of weekend or
    holiday. ``fiscal_year_start`` is month-day. ``cutoff`` ends the business day: work before
    it belongs to the day before. ``last_year`` compares by ``date`` or by ``weekday`` 364 days
    before; without it Jalali companies compare by date, others by weekday.
    """

    weekend: tuple[Weekday, ...] = ("saturday", "sunday")
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    subdivision: str = ""
    closed: tuple[date, ...] = ()
    open: tuple[date, ...] = ()
    cutoff: TimeOfDay = time(0, 0)
    week_start: Weekday = "monday"
    fiscal_year_start: str = Field(default="01-01", pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
    system: Literal["gregorian", "jalali"] = "gregorian"
    last_year: Alignment | None = None
    business_date: Literal["last_working_day", "yesterday", "newest_data"] = "last_working_day"

    @property
    def compared_by(self) -> Alignment:
        """How a day finds its like of last year: without a word by date in Jalali years, else by weekday."""
        return self.last_year or ("date" if self.system == "jalali" else "weekday")


class Entity(Settings):
    """A company, branch or shop that has figures of its own.

    ``timezone`` is where its clocks are, ``overtime_rule`` what its employees work under; without
    them the company's ``timezone`` and the rule under ``[staff]`` hold.
    """

    id: Name
    name: Text
    currency: Currency | None = None
    timezone: str | None = None
    overtime_rule: RuleName | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        return None if value is None else known_zone(value)


class Department(Settings):
    """A department's printed name; departments that are not listed print their id."""

    id: Name
    name: Text


class CategoryRule(Settings):
    """The first rule that fits names a transaction's category.

    ``text`` is a case-insensitive pattern: ``*`` stands for anything.
    """

    category: Text
    account: str = ""
    counterparty: str = ""
    text: str = ""


class CashSettings(Settings):
    """Cash: the floor, category rules, categories that are transfers between own accounts."""

    floor: Decimal | None = None
    rules: tuple[CategoryRule, ...] = ()
    transfers: tuple[Text, ...] = ("transfer",)
    financing: tuple[Text, ...] = ("financing",)


class ChartSettings(Settings):
    """Charts on pages that are read from right to left; on others time runs from the left."""

    time: Literal["left to right", "right to left"] = "left to right"


class ProjectSettings(Settings):
    """Projects: how the estimate at completion sees the rest of the work.

    ``cost``: it costs as the work so far did. ``budget``: it costs what was budgeted.
    ``cost_and_schedule``: it suffers from cost and delay alike. ``bottom_up``: it was estimated
    anew, in the column ``estimate_to_complete``.
    """

    estimate: Literal["cost", "budget", "cost_and_schedule", "bottom_up"] = "cost"


class ReportSettings(Settings):
    """One report: how often, for which entities, which blocks, in which language.

    ``working_day`` n makes a weekly or monthly report due on the morning of the n-th working day
    after its period, 0 on the morning after the period's last working day.
    """

    name: Name
    title: Text = "Flash report"
    cadence: Cadence = "daily"
    working_day: int = Field(default=0, ge=0, le=31)
    sections: tuple[Block, ...] = ("cash", "staff", "credit")
    entities: tuple[Name, ...] = ()
    language: Name | None = None
    paper: Literal["A4", "Letter"] = "A4"


class PingSettings(Settings):
    """A monitoring service that is told of each build, so that silence raises an alarm.

    The address itself is the secret: ``url``, or where it is found.
    """

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    url_env: str = ""
    url_file: str = ""
    start: bool = True
    timeout: int = Field(default=5, ge=1, le=60)
    ca_file: str = ""

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if sum(map(bool, (self.url, self.url_env, self.url_file))) != 1:
            raise ValueError(phrase("give one of url, url_env and url_file"))
        return self


class ScheduleSettings(Settings):
    """When a timer builds, how far back a build catches up, and who is told that it ran.

    ``at`` is the time of day in the company's zone. ``catch_up`` is how many business dates of
    a report one build makes at most after the machine was off.
    """

    at: TimeOfDay = time(6, 30)
    catch_up: int = Field(default=10, ge=1, le=400)
    ping: PingSettings | None = None


_MAIL = r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+"


class Recipient(Settings):
    """A person who gets a report, or a channel of the workspace: ``channel:NAME``.

    ``cc``: in a shared copy, below the others.
    """

    address: str = Field(pattern=rf"^({_MAIL}|channel:[a-z0-9][a-z0-9_-]*)$")
    name: str = ""
    language: Name | None = None
    cc: bool = False


class Audience(Settings):
    """Who gets which report and what they may see.

    ``small_groups``: with ``pay``, also that of fewer people than ``smallest_group``. ``copies``
    ``shared``: one mail for all its people, who see each other's addresses.
    """

    name: Name
    report: Name
    recipients: tuple[Recipient, ...] = ()
    entities: tuple[Name, ...] = ()
    departments: tuple[Name, ...] = ()
    sections: tuple[Block, ...] = ()
    pay: bool = False
    small_groups: bool = False
    copies: Literal["personal", "shared"] = "personal"
    encrypt: Encryption | None = None

    @model_validator(mode="after")
    def _copy_can_be_shared(self) -> Self:
        copied = [person.address for person in self.recipients if person.cc]
        if self.copies == "personal":
            if copied:
                raise ValueError(phrase('cc is for an audience with copies = "shared"'))
            return self
        if any(person.address.startswith("channel:") for person in self.recipients):
            raise ValueError(phrase("a shared copy goes to people, not to channels"))
        if len({person.language for person in self.recipients}) > 1:
            raise ValueError(phrase("a shared copy is in one language: give all its recipients the same"))
        if self.recipients and len(copied) == len(self.recipients):
            raise ValueError(phrase("a shared copy is for somebody: leave cc away from one recipient"))
        return self


class DeliverySettings(Settings):
    """How reports leave the house; without a server they go to the outbox folder.

    With a server, a recipient must be on one of ``domains`` or be one of ``addresses``.
    Pay of fewer people than ``smallest_group`` is hidden from all audiences without ``small_groups``.
    """

    outbox: str = "outbox"
    sender: str = Field(
        default="Flash report <flashreport@localhost>",
        pattern=r"^([^@<>\r\n]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+)$",
    )
    reply_to: str = Field(default="", pattern=rf"^({_MAIL})?$")
    unsubscribe: str = Field(default="", pattern=r"^((https://|mailto:)\S+)?$")
    attach: tuple[Literal["pdf", "html"], ...] = ("pdf",)
    max_message_mb: int = Field(default=10, ge=1, le=150)
    retry_minutes: int = Field(default=10, ge=0, le=1440)
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    keeper: Recipient | None = None
    notices: bool = False
    smallest_group: int = Field(default=5, ge=1, le=1000)
    server: ServerSettings | None = None
    dkim: DkimSettings | None = None
    channels: tuple[ChannelSettings, ...] = ()
    audiences: tuple[Audience, ...] = ()

    @model_validator(mode="after")
    def _channels_are_named(self) -> Self:
        names = [channel.name for channel in self.channels]
        if len(set(names)) < len(names):
            raise ValueError(phrase("Channels repeats a name"))
        wanted = {person.address for audience in self.audiences for person in audience.recipients}
        unknown = {address for address in wanted if address.startswith("channel:")} - {
            f"channel:{n}" for n in names
        }
        if unknown:
            raise ValueError(
                phrase("{names} is no channel of the workspace", names=", ".join(sorted(unknown)))
            )
        return self

    @model_validator(mode="after")
    def _what_is_encrypted_is_attached(self) -> Self:
        locked = [audience.name for audience in self.audiences if audience.encrypt]
        if locked and "pdf" not in self.attach:
            raise ValueError(
                phrase("encrypt of {names} needs 'pdf' in delivery.attach", names=", ".join(locked))
            )
        return self


class WorkspaceSettings(Settings):
    """The whole of ``flashreport.toml``."""

    company: Company
    calendar: Calendar = Calendar()
    entities: tuple[Entity, ...] = Field(min_length=1)
    departments: tuple[Department, ...] = ()
    inputs: tuple[InputSettings, ...] = ()
    reports: tuple[ReportSettings, ...] = (ReportSettings(name="daily"),)
    charts: ChartSettings = ChartSettings()
    cash: CashSettings = CashSettings()
    staff: StaffSettings = StaffSettings()
    projects: ProjectSettings = ProjectSettings()
    measures: tuple[OwnMeasure, ...] = ()
    schedule: ScheduleSettings = ScheduleSettings()
    archive: ArchiveSettings = ArchiveSettings()
    delivery: DeliverySettings = DeliverySettings()

    @cached_property
    def entity_columns(self) -> EntityColumns:
        """The entities' settings, column by column."""
        return entity_columns(self.entities, self.company.currency, self.company.timezone)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for what, names in (
            ("entities", self.entity_columns.ids),
            ("entities", self.entity_columns.names),
            ("inputs", [item.name for item in self.inputs]),
            ("reports", [report.name for report in self.reports]),
            ("departments", [department.id for department in self.departments]),
        ):
            twice = sorted(name for name, count in Counter(names).items() if count > 1)
            if twice:
                raise ValueError(phrase("{what} repeats the name {names}", what=what, names=", ".join(twice)))
        return self
