"""Settings of one input: which files, how they are read, how columns map onto a table."""

from typing import Literal, Self

from pydantic import Field, model_validator

from flashreport.errors import phrase
from flashreport.workspace.model import Name, Settings, TimeOfDay

TableName = Literal[
    "transactions",
    "balances",
    "plan",
    "expected",
    "rates",
    "timesheets",
    "employees",
    "extra_pay",
    "output",
    "jobs",
    "credit_lines",
    "credit_balances",
    "credit_rates",
    "base_terms",
    "base_certificates",
    "receivables",
    "covenants",
    "projects",
    "project_plan",
    "risks",
    "audience",
    "values",
]
FormatName = Literal[
    "csv",
    "xlsx",
    "parquet",
    "mt940",
    "bai2",
    "camt053",
    "ofx",
    "qif",
    "x_posts_classic",
    "x_posts_new",
    "x_overview",
    "instagram_meta_business_suite",
    "facebook_meta_business_suite",
    "meta_results",
    "meta_german",
    "tiktok",
    "tiktok_overview",
    "tiktok_followers",
    "youtube_studio_table_data",
    "linkedin_page_content",
    "linkedin_page_visitors_followers",
    "linkedin_creator_xlsx",
]


class SignRule(Settings):
    """Where a sign comes from when amounts carry none.

    Either ``debit`` and ``credit`` name two columns (both unsigned), or ``type`` names a column
    whose values in ``negative`` turn the amount round. ``flip`` turns every amount round.
    """

    debit: str = ""
    credit: str = ""
    type: str = ""
    negative: tuple[str, ...] = ()
    flip: bool = False

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if bool(self.debit) != bool(self.credit):
            raise ValueError(phrase("Debit and credit name two columns: give both"))
        if self.type and not self.negative:
            raise ValueError(phrase("Type needs negative: the values that mean money out"))
        if self.type and self.debit:
            raise ValueError(phrase("Either debit and credit, or type and negative"))
        return self


class Control(Settings):
    """A control total that the file must meet: the sum of a column, or the number of rows.

    ``file`` is a pattern of the control file; it holds ``total`` and ``rows`` per data file.
    """

    file: str = ""
    column: str = "amount"


class InputSettings(Settings):
    """One input of the workspace.

    ``path`` is a file or glob inside the workspace; several files are read one after another.
    ``map`` gives our column for each of theirs that differs (``ours = "theirs"``), ``constants``
    fills columns that the files don't have, ``units`` names the unit a column is written in.
    ``target`` names the target audience by values of categories of the platforms' demographics: of each
    platform the first category counts that it tells.
    ``deadline`` is the local time at which the business date's data must be there, ``lag`` how
    many business days behind it may be; ``covers`` says whether each working day, each
    calendar day or no particular day must have rows. ``keep`` says whether the archive keeps the
    files, or of large or private ones only name, size and sha256.
    """

    name: Name
    table: TableName
    path: str = Field(min_length=1)
    format: FormatName | None = None
    entity: str = ""
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    encoding: str | None = None
    decimal: Literal[".", ","] | None = None
    date_format: str | None = None
    sheet: str = ""
    header_row: int | None = Field(default=None, ge=1)
    skip_last: int = Field(default=0, ge=0)
    map: dict[str, str] = {}
    constants: dict[str, str] = {}
    sign: SignRule = SignRule()
    units: dict[
        str, Literal["seconds", "minutes", "hours", "days", "minor", "major", "thousand", "percent"]
    ] = {}
    control: Control | None = None
    target: dict[str, tuple[str, ...]] = {}
    deadline: TimeOfDay | None = None
    lag: int = Field(default=0, ge=0, le=31)
    covers: Literal["working_days", "calendar_days", "open_days", "none"] = "none"
    on_missing: Literal["hold", "mark", "notice"] = "mark"
    required: bool = True
    keep: Literal["bytes", "reference"] = "bytes"
    max_bad_rows: int | None = Field(default=None, ge=0)
