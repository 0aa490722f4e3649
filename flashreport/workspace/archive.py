"""Settings of the archive: where it is, how long it keeps what, how its PDFs are signed."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from flashreport.errors import phrase
from flashreport.workspace.model import Settings, Text
from flashreport.workspace.ways_out import Secret

Age = Annotated[str, Field(pattern=r"^([1-9]\d{0,4}[dmy])?$")]


class Retention(Settings):
    """How long files are kept, by kind: ``90d``, ``18m``, ``7y``; empty for ever.

    Nothing goes by itself: ``flashreport prune`` removes what is past its age.
    """

    pages: Age = ""
    inputs: Age = ""
    settings: Age = ""
    measures: Age = ""
    reports: Age = ""


class HoldSettings(Settings):
    """A legal hold: nothing of these business dates is pruned, of one report or of all."""

    name: Text
    first: date
    last: date
    report: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(phrase("last is before first"))
        return self


class SigningSettings(Secret):
    """Who signs PDFs: a PKCS#12 file, or a key and its certificate as PEM files.

    ``chain`` are further certificates up to a root that readers trust. The password of the key
    comes from ``password_env``, ``password_file`` or ``password_command``. ``timestamp`` is the
    address of a time-stamp authority (RFC 3161).
    """

    pkcs12: str = ""
    key: str = ""
    certificate: str = ""
    chain: tuple[str, ...] = ()
    timestamp: str = ""
    reason: Text = "Kept as the report of record"
    location: str = ""

    @model_validator(mode="after")
    def _one_signer(self) -> Self:
        if bool(self.pkcs12) == bool(self.key or self.certificate):
            raise ValueError(phrase("give pkcs12, or key and certificate"))
        if bool(self.key) != bool(self.certificate):
            raise ValueError(phrase("key and certificate go together"))
        return self


class ArchiveSettings(Settings):
    """Where editions are kept: files in a folder or an object store, the rest in SQLite or on PostgreSQL."""

    path: str = "archive"
    url: str = ""
    files: str = Field(default="", pattern=r"^((s3|gs|az|file)://\S+)?$")
    retention: Retention = Retention()
    holds: tuple[HoldSettings, ...] = ()
    signing: SigningSettings | None = None
