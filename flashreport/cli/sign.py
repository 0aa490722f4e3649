"""``flashreport sign``: a kept PDF signed, in a file of its own; or what a signature proves."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import environment
from flashreport.cli.edition_choice import chosen
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

if TYPE_CHECKING:
    from flashreport.render.signature import Identity, Purpose, Verdict
    from flashreport.workspace.archive import SigningSettings


@flash_command(
    "sign",
    json=True,
    example="""
    flashreport sign
    flashreport sign 2026-11-19 --output record.pdf
    flashreport sign --check record.pdf --trust root.pem
    """,
)
@click.argument("edition", required=False)
@click.option("--report", default="", help="The report, when the workspace has several.")
@click.option("--entity", default="", help="The report of one entity.")
@click.option("--output", metavar="FILE", help="The signed file; else NAME-signed.pdf in reports.")
@click.option("--check", "checked_file", metavar="FILE", help="Say what the signature of this file proves.")
@click.option("--trust", multiple=True, metavar="PEM", help="With --check: trust these certificates alone.")
@click.pass_obj
def command(
    session: Session,
    edition: str | None,
    report: str,
    entity: str,
    output: str | None,
    checked_file: str | None,
    trust: tuple[str, ...],
) -> ExitCode:
    """Sign the PDF of a kept report (PAdES), with a time stamp where the settings name an authority.

    [archive.signing] names the key and where its password is. The archive is not touched: the
    signed file is the kept one with the signature appended. With --check: exit code 7 when the
    file is not what somebody trusted signed.
    """
    if checked_file:
        return _check(session, Path(checked_file).expanduser(), trust)
    from flashreport.archive import open_archive
    from flashreport.render.signature import signed
    from flashreport.workspace.atomic import write_whole

    workspace = session.workspace(check_country=False)
    settings = workspace.settings.archive.signing
    if settings is None:
        raise FlashreportError(
            "render.sign",
            "the settings name nobody who signs.",
            "Add [archive.signing] with pkcs12, or key and certificate.",
            Place(file="flashreport.toml", key="archive.signing"),
        )
    with open_archive(workspace) as archive:
        found = chosen(archive, edition, report, entity)
        pages = {name: kept for name, kept in found.named("page").items() if name.endswith(".pdf")}
        if not pages:
            raise click.UsageError(phrase("Edition {number} has no PDF.", number=str(found.number)))
        name, kept = next(iter(pages.items()))
        content = archive.bytes_of(kept)
    made = signed(content, _identity(settings, workspace.root), _purpose(settings))
    target = (
        Path(output).expanduser() if output else workspace.root / "reports" / f"{Path(name).stem}-signed.pdf"
    )
    write_whole(target, made)
    if session.as_json:
        session.json({"edition": found.number, "file": str(target), "signs": kept.sha256})
    else:
        session.data(str(target))
    return ExitCode.OK


def _identity(settings: "SigningSettings", root: Path) -> "Identity":
    from flashreport.delivery.credentials import password
    from flashreport.delivery.means import Means
    from flashreport.render.signature import Identity

    def place(name: str) -> Path | None:
        return root / Path(name).expanduser() if name else None

    return Identity(
        pkcs12=place(settings.pkcs12),
        key=place(settings.key),
        certificate=place(settings.certificate),
        chain=tuple(root / Path(name).expanduser() for name in settings.chain),
        password=password(settings, Means(root, environment()), "archive.signing"),
    )


def _purpose(settings: "SigningSettings") -> "Purpose":
    from flashreport.render.signature import Purpose

    return Purpose(settings.reason, settings.location, settings.timestamp)


def _check(session: Session, file: Path, trust: tuple[str, ...]) -> ExitCode:
    from flashreport.render.signature import checked

    try:
        content = file.read_bytes()
    except OSError as error:
        raise FlashreportError(
            "render.unsigned",
            phrase("the file cannot be read: {reason}.", reason=reason_of(error)),
            "Name the signed file.",
            Place(file=str(file)),
        ) from error
    found = checked(content, [Path(name).expanduser() for name in trust])
    code = ExitCode.OK if found.valid else ExitCode.ARCHIVE
    if session.as_json:
        session.json({"ok": found.valid, "exit_code": int(code), **vars(found)})
    else:
        session.data(session.speech(_told(found)))
    return code


def _told(found: "Verdict") -> str:
    if not found.intact or not found.whole_file:
        return phrase("INVALID: the file is not what {signer} signed.", signer=found.signer)
    if not found.trusted:
        return phrase("Intact, but no trusted certificate says who {signer} is.", signer=found.signer)
    if found.signed_at:
        return phrase(
            "Valid: signed by {signer}, stamped {moment}.", signer=found.signer, moment=found.signed_at
        )
    return phrase("Valid: signed by {signer}, without a time stamp.", signer=found.signer)
