"""`hub mappings new`: a mapping folder for a supplier's own sheet, proposed from the sheet."""

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import errors, out, printable, table
from hub.cli.documents import payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.newreceiver import begin_receiver
from hub.errors import ConfigurationError
from hub.facts.currencies import currencies
from hub.formats.owntables import is_table
from hub.formats.payload import Payload
from hub.formats.registry import load_formats
from hub.formats.sheetproposal import Proposal, Said, propose_table, write_proposal
from hub.model.report import Report
from hub.render.wording import Wording
from hub.resources import resource

__all__ = ["new"]

NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")


def new(  # noqa: PLR0913, PLR0917 - an option each
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the format is called, a-z 0-9 -.")
    ],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="SHEET",
            exists=True,
            dir_okay=False,
            help="A supplier's workbook or CSV.",
        ),
    ] = None,
    receiver: Annotated[
        bool,
        typer.Option("--receiver", help="A receiving system's own file: a folder to begin with."),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="HEADING=FIELD", help="Say which field a column is."),
    ] = None,
    currency: Annotated[
        str | None,
        typer.Option("--currency", metavar="CODE", help="Of every price, where no column says it."),
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option(
            "--head",
            metavar="FIELD=VALUE",
            help="Of the catalogue: version, agreement, catalogue-from, catalogue-until.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FOLDER",
            help="Default: the first folder of HUB_MAPPINGS, or mappings in HUB_HOME.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what was found.")] = False,
) -> None:
    """Propose a mapping folder: for a supplier's own sheet, or for a receiving system."""
    if not NAME.fullmatch(name):
        raise typer.BadParameter(
            "write small letters a-z, digits and hyphens, beginning with a letter",
            param_hint="--name",
        )
    if currency is not None and currency not in currencies():
        raise typer.BadParameter(f"{printable(currency)} is no currency", param_hint="--currency")
    if receiver == (source is not None):
        raise typer.BadParameter(
            "say --from SHEET for a supplier's own sheet, or --receiver for a system that wants a "
            "file of its own",
            param_hint="--from",
        )
    if source is None:
        if column or currency or head:
            raise typer.BadParameter("is for sheets", param_hint="--column, --currency, --head")
        _begin(name, output, dry_run=dry_run)
        raise typer.Exit(ExitCode.FINE)
    with told():
        payload = payload_of(source)
        home = resource("mappings", "supplier-sheet")
        proposal = _proposal(payload, home, column or ())
        said_once = Said(currency, _head_of(proposal, head or ()))
        settings = Settings.from_environment()
        words = Wording(settings.language)
        _show(proposal, words)
        lacking = _lacking(proposal, currency, words)
        for sentence in lacking:
            errors().print(printable(sentence), markup=False, soft_wrap=True)
        if lacking:
            raise typer.Exit(ExitCode.REJECTED)
        if dry_run:
            raise typer.Exit(ExitCode.FINE)
        target = (output or _own_folder(settings)) / name
        if target.exists():
            raise ConfigurationError([f"{target}: is there already; remove it or use another name"])
        with tempfile.TemporaryDirectory(prefix="hub-sheet-") as folder:
            draft = Path(folder) / name
            write_proposal(draft, name, proposal, home, said_once)
            said = _tried(draft, payload, settings, words)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(draft, target)
        written = words.say("sheet-written", folder=target)
        out().print(f"{printable(written)} {said}", markup=False, soft_wrap=True)
        _say_next(target, source, words)
    raise typer.Exit(ExitCode.FINE)


def _begin(name: str, output: Path | None, *, dry_run: bool) -> None:
    """Write a folder for a receiving system, and say how to go on."""
    with told():
        settings = Settings.from_environment()
        target, tools = (output or _own_folder(settings)) / name, Toolbox(settings)
        words = Wording(settings.language)
        if dry_run:
            said = words.say("receiver-would", folder=target)
            out().print(printable(said), markup=False, soft_wrap=True)
            return
        family = begin_receiver(target, tools)
        for said in (
            words.say("receiver-written", folder=target, family=family),
            words.say("receiver-then", name=name),
        ):
            out().print(printable(said), markup=False, soft_wrap=True)
        known = {*_own_folders(), str(resource("mappings"))}
        if str(target.parent.absolute()) not in known:
            said = words.say("receiver-home", folder=target.parent.absolute())
            out().print(printable(said), markup=False, soft_wrap=True)


def _proposal(payload: Payload, home: Path, told_columns: Sequence[str]) -> Proposal:
    if not is_table(payload):
        raise typer.BadParameter("is no workbook or CSV", param_hint="--from")
    columns: dict[str, str] = {}
    for text in told_columns:
        heading, equals, field = text.rpartition("=")
        if not equals or not heading.strip():
            raise typer.BadParameter(
                f"{printable(text)} is not HEADING=FIELD", param_hint="--column"
            )
        columns[heading.strip()] = field.strip()
    try:
        found = propose_table(payload, home, columns)
    except KeyError as error:
        raise typer.BadParameter(
            f"{printable(error.args[0])} is neither a heading of the sheet nor a field; the "
            "fields are number, name, unit, price, currency, least, gtin and those of "
            "mappings/supplier-sheet/fields.toml",
            param_hint="--column",
        ) from error
    if found is None:
        raise typer.BadParameter(
            "has no row of headings that the hub knows any of; it looks at the first 20 rows",
            param_hint="--from",
        )
    return found


def _head_of(proposal: Proposal, texts: Sequence[str]) -> dict[str, str]:
    """Return the values of head fields that are said once for all sheets."""
    fields = [kind.name for kind in proposal.kinds.values() if kind.head]
    columns = {guess.kind.name for guess in proposal.guesses}
    head: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if name not in fields or not equals or not value.strip():
            raise typer.BadParameter(
                f"{printable(text)} is not FIELD=VALUE with one of {', '.join(fields)}",
                param_hint="--head",
            )
        if name in columns:
            raise typer.BadParameter(f"a column says the {name} already", param_hint="--head")
        head[name] = value.strip()
    return head


def _show(proposal: Proposal, words: Wording) -> None:
    where = words.say("sheet-found", sheet=proposal.sheet, row=proposal.row)
    out().print(printable(where), markup=False)
    rows = [
        (
            guess.heading,
            words.speak(guess.kind.says),
            words.say(f"sheet-{guess.sureness.value}"),
            # Values may hold commas themselves.
            "; ".join(guess.examples),
        )
        for guess in proposal.guesses
    ]
    unread = words.say("sheet-unread")
    rows += [(heading, "?", unread, example) for heading, example in proposal.unknown.items()]
    heads = [words.say(f"sheet-{one}") for one in ("column", "is", "sure", "example")]
    out().print(table(heads, rows))


def _lacking(proposal: Proposal, currency: str | None, words: Wording) -> list[str]:
    """Say what is missing to read the sheet as a catalogue, or stands there more than once."""
    heading = words.say("sheet-heading")
    said = [
        words.say("sheet-lacks", field=words.speak(kind.says), example=heading, name=kind.name)
        for kind in proposal.missing
    ]
    said += [
        words.say(
            "sheet-rivals",
            field=words.speak(guess.kind.says),
            headings="; ".join((guess.heading, *guess.rivals)),
            example=guess.rivals[0],
            name=guess.kind.name,
        )
        for guess in proposal.guesses
        if guess.rivals
    ]
    if currency is None and not proposal.has_currency:
        said.append(words.say("sheet-currency"))
    return said


def _tried(draft: Path, payload: Payload, settings: Settings, words: Wording) -> str:
    """Load the proposed folder strictly and read the sheet by it; return what came of it."""
    tools = Toolbox(settings)
    formats = load_formats((*tools.folders, draft), tools.schemas)
    [form] = [one for one in formats.all() if one.folder.path == draft]
    report = Report(payload.name)
    read = refused = 0
    for document in form.reader.read(payload, report):
        for line in document.lines(report):
            read += line.body is not None
            refused += line.body is None
    return words.say("sheet-tried", read=read, refused=refused)


def _own_folders() -> list[str]:
    return [one for one in os.environ.get("HUB_MAPPINGS", "").split(os.pathsep) if one]


def _own_folder(settings: Settings) -> Path:
    """Return where a new table goes when nobody says it: with the installation's own data."""
    folders = _own_folders()
    return Path(folders[0]) if folders else settings.home / "mappings"


def _say_next(target: Path, source: Path, words: Wording) -> None:
    """Say what to type so that sheets are read by the new table, and how to change it."""
    folder = target.parent.absolute()
    steps = []
    if str(folder) not in _own_folders():
        folders = shlex.quote(os.pathsep.join([str(folder), *_own_folders()]))
        steps.append(f"export HUB_MAPPINGS={folders}   # {words.say('next-export')}")
    steps += [
        f"hub check {shlex.quote(str(source))}   # {words.say('next-check')}",
        f"hub mappings check   # {words.say('next-change', folder=target)}",
    ]
    out().print(words.say("next-steps"))
    for step in steps:
        out().print(f"    {printable(step)}", markup=False, soft_wrap=True)
