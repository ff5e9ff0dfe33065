"""`hub fix`: corrections a supplier accepts, written into a copy of its own file."""

import datetime as dt
import json
from collections.abc import Sequence
from contextlib import closing
from itertools import chain, count
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from hub.app.rehearsal import sending_account
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import AsAccount, ForParties, InLanguage, language_of
from hub.cli.checking import CheckedFile, Question, check_file
from hub.cli.console import errors, out, printable, show_json
from hub.cli.documents import Json, payload_of
from hub.cli.failure import ExitCode, told
from hub.cli.fixing import Changes, read_plan, write_log
from hub.cli.reporting import show_report
from hub.cli.suggestionlist import show_suggestions, suggestion_table
from hub.config.settled import SettledUnits
from hub.errors import ConfigurationError
from hub.facts.units import UnitList, unit_list
from hub.formats.owntables import is_table
from hub.formats.payload import Payload
from hub.model.report import FINDINGS_PER_RULE
from hub.render.wording import Wording
from hub.suggest.suggestion import describe_suggestion

__all__ = ["fix"]

SHOWN = 30
"""So many changes are printed; the log has all."""


def fix(  # noqa: PLR0913, PLR0917 - each is an option
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, show_default=False),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option("--accept", metavar="RULE-ID,...", help="Write what these rules suggest."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="OLD=NEW", help="Write NEW in every cell found wrong that holds OLD."
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="LIST.json",
            exists=True,
            dir_okay=False,
            help="Write what this list says, as --dry-run --json printed it.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Default: FILE with .corrected."),
    ] = None,
    for_: ForParties = None,
    all_customers: Annotated[
        bool, typer.Option("--all-customers", help="Also by the rules of every receiver.")
    ] = False,
    as_: AsAccount = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the changes.")] = False,
    forget: Annotated[
        list[str] | None,
        typer.Option("--forget", metavar="WORD", help="Take back what was remembered of a word."),
    ] = None,
    remembered: Annotated[
        bool, typer.Option("--remembered", help="List what is remembered of the supplier.")
    ] = False,
    language: InLanguage = None,
    json_: Json = False,
) -> None:
    """Write accepted corrections into a copy of FILE, with a log of every change.

    Without --accept, --set or --plan the suggestions are shown and nothing is written.
    """
    with told():
        tools = Toolbox(Settings.from_environment())
        words = Wording(language_of(tools, language))
        if forget or remembered:
            _remembered(tools, as_, forget or [], words, json_=json_)
            raise typer.Exit(ExitCode.FINE)
        if file is None:
            raise typer.BadParameter("is missing", param_hint="FILE")
        payload = payload_of(file)
        if not is_table(payload):
            raise typer.BadParameter("corrects workbooks, CSV and ZIP of CSV", param_hint="FILE")
        asked = None if not (for_ or all_customers) else () if all_customers else tuple(for_ or ())
        rules = frozenset(one.strip() for text in accept or () for one in text.split(",")) - {""}
        supplier = _supplier(tools, payload, as_)
        settled = {} if supplier is None else SettledUnits(tools.settings.home).of(supplier)
        chosen = _chosen(set_ or ())
        checked = check_file(
            tools, payload, Question(asked, as_), words.language, settled=settled, chosen=chosen
        )
        with closing(checked.notes):
            suggested = checked.adviser.suggested(payload, checked.notes)
            if plan is not None:
                changes = read_plan(_entries(plan), suggested)
            elif rules or chosen:
                changes = Changes.accepted(suggested, rules)
            else:
                listing = checked.listing
                assert listing is not None  # noqa: S101 - it is a table
                show_suggestions(out(), file, listing, words, each=FINDINGS_PER_RULE)
                raise typer.Exit(_show_none(checked, words))
        _refuse_unknown_units(changes)
        first = file.with_name(f"{file.stem}.corrected{file.suffix}")
        target = output or _free(first)
        if target.exists() and target.samefile(file):
            raise typer.BadParameter(
                "is the file itself; the original stays as it is", param_hint="--output"
            )
        if not dry_run and changes.made:
            _write(changes, payload, target, words)
        _show(changes, target, words, dry_run=dry_run, json_=json_)
        if changes.made and target not in (output, first):
            said = words.say("fixed-again", first=printable(first))
            errors().print(said, markup=False, soft_wrap=True)
        _show_idle(rules - changes.rules, words)
        if not dry_run and supplier is not None and changes.settled():
            _remember(tools, supplier, changes, words, json_=json_)
    raise typer.Exit(ExitCode.FINE if changes.made else ExitCode.REJECTED)


def _refuse_unknown_units(changes: Changes) -> None:
    """Refuse a choice that no receiver could read (UOM-01), before it is written and remembered."""
    known = unit_list(UnitList.OIOUBL)
    for word, code in changes.settled().items():
        if code not in known:
            near = ", ".join(known.nearest(code))
            said = f"{printable(code)} for {printable(word)} is no code of the unit list"
            raise typer.BadParameter(
                f"{said}; near it are {near}" if near else said, param_hint="--set"
            )


def _show_none(checked: CheckedFile, words: Wording) -> ExitCode:
    """Say that there is nothing to suggest, and of what cannot be read why."""
    if checked.listing is not None and checked.listing.kept:
        return ExitCode.FINE
    unread = [one.matrix.report for one in checked.documents if one.matrix.report.fatal]
    for report in unread:
        show_report(errors(), report, words.language)
    if not unread:
        out().print(words.say("nothing-to-suggest"), markup=False)
    return ExitCode.REJECTED if unread else ExitCode.FINE


def _free(first: Path) -> Path:
    """Return a name that no earlier copy has: what was corrected once is not overwritten."""
    others = (first.with_name(f"{first.stem}-{n}{first.suffix}") for n in count(2))
    return next(one for one in chain((first,), others) if not one.exists())


def _write(changes: Changes, payload: Payload, target: Path, words: Wording) -> None:
    """Write the corrected file and its log; neither where nothing could be corrected."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if changes.write(payload, target):
        write_log(target.with_name(f"{target.name}.changes.xlsx"), changes, words)


def _show_idle(rules: frozenset[str], words: Wording) -> None:
    for rule in sorted(rules):
        errors().print(words.say("nothing-of-rule", rule=printable(rule)), markup=False)


def _show(changes: Changes, target: Path, words: Wording, *, dry_run: bool, json_: bool) -> None:
    if json_:
        for one in (*changes.made, *changes.refused):
            show_json(one.describe(words))
        for waiting in changes.to_choose:
            described = describe_suggestion(waiting.suggestion, words.language)
            show_json({**described, "cell": waiting.column, "done": False})
        return
    if changes.made:
        out().print(suggestion_table([one.suggestion for one in changes.made[:SHOWN]], words))
    for refused in changes.refused[:SHOWN]:
        said = refused.why_not()
        place = words.place(refused.suggestion.place)
        if said is not None:
            out().print(Text(printable(f"  {place}: {words.speak(said)}"), "yellow"))
    if changes.to_choose:
        out().print(suggestion_table([one.suggestion for one in changes.to_choose[:SHOWN]], words))
        example = changes.to_choose[0].suggestion
        hint = f'--set "{example.old}={example.choices[0]}"'
        out().print(Text(words.say("choose-with", count=len(changes.to_choose), how=hint)))
    counts = {"made": len(changes.made), "refused": len(changes.refused)}
    if not changes.made:
        out().print(words.say("fixed-nothing"), markup=False)
    elif dry_run:
        out().print(words.say("fixed-dry", **counts), markup=False)
    else:
        said_of = words.say("fixed", **counts, file=printable(target))
        out().print(said_of, markup=False, soft_wrap=True)


def _chosen(texts: Sequence[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for text in texts:
        old, equals, new = text.partition("=")
        if not equals or not old.strip() or not new.strip().isprintable():
            raise typer.BadParameter(
                f"{printable(text)} is not OLD=NEW, such as FLAK=CS", param_hint="--set"
            )
        chosen[old.strip()] = new.strip()
    return chosen


def _entries(plan: Path) -> list[object]:
    try:
        return [json.loads(line) for line in plan.read_text("utf-8").splitlines() if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ConfigurationError([f"{plan}: is not JSON, one object on a line: {error}"]) from error


def _supplier(tools: Toolbox, payload: Payload, account: str | None) -> str | None:
    """Return the party that sends a file; None when no party is configured or none shows."""
    if not tools.settings.config.is_dir():
        return None
    try:
        sending = sending_account(tools, payload, account)
    except ConfigurationError:
        if account is not None:
            raise
        return None
    return sending.party


def _remember(
    tools: Toolbox, supplier: str, changes: Changes, words: Wording, *, json_: bool
) -> None:
    decided = changes.settled()
    SettledUnits(tools.settings.home).remember(supplier, decided, dt.datetime.now(dt.UTC).date())
    if json_:
        return
    for word, code in decided.items():
        how = f'hub fix --forget "{word}" --as {supplier}'
        said = words.say("remembered", word=word, code=code, supplier=supplier, how=how)
        out().print(printable(said), markup=False, soft_wrap=True)


def _remembered(
    tools: Toolbox, account: str | None, words_back: Sequence[str], words: Wording, *, json_: bool
) -> None:
    """Take decisions back, then list those that are left."""
    if account is None:
        raise typer.BadParameter("say whose with --as SUPPLIER", param_hint="--forget")
    party = tools.directory.party(account)
    known = tools.directory.account(account)
    if party is None and known is None:
        raise ConfigurationError([f"--as {account}: no such account or party is configured"])
    supplier = party.key if party is not None else known.party if known is not None else account
    units = SettledUnits(tools.settings.home)
    for word in words_back:
        if not units.forget(supplier, word):
            errors().print(printable(words.say("not-remembered", word=word)), markup=False)
    for word, one in sorted(units.decided(supplier).items()):
        if json_:
            show_json({"supplier": supplier, "word": word, "code": one.code, "since": one.since})
        else:
            out().print(f"{printable(word)} = {one.code}  ({one.since})", markup=False)
