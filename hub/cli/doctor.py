"""What is missing on this machine, and what to type."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer
from rich.text import Text

from hub import __version__
from hub.app.settings import SETTINGS, Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, printable, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import ExitCode, told
from hub.cli.opening import open_hub
from hub.config.remarks import did_you_mean
from hub.errors import ConfigurationError, TransientError
from hub.official.engine import is_here
from hub.official.shelf import installed
from hub.official.trial import trial
from hub.schemas.install import SetState, status

__all__ = ["doctor"]

ENOUGH_DISK = 1 << 30
_DATABASE = "start it (docs/runbooks/database-down.md), or mend HUB_DATABASE_URL"
_BUSY = "wait for who writes to it, or see docs/runbooks/hub-down.md"
_RESTORE = "see docs/runbooks/restore.md"
_BROKER = "start it (docs/runbooks/broker-down.md), or mend HUB_BROKER_URL"
_TOPOLOGY = "hub topology compare, then hub topology apply"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing looked at. ``remedy`` says what to do; what is well has none."""

    subject: str
    said: str
    remedy: str | None = None

    @property
    def well(self) -> bool:
        """Whether nothing needs doing."""
        return self.remedy is None


def doctor(json_: Json = False) -> None:
    """Look over the installation; say what is missing and what to type."""
    with told():
        tools = Toolbox(Settings.from_environment())
        complaints = list(_examine(tools))
        for complaint in complaints:
            if json_:
                show_json(
                    {
                        "subject": complaint.subject,
                        "well": complaint.well,
                        "said": complaint.said,
                        "remedy": complaint.remedy,
                    }
                )
        if not json_:
            out().print(table(("", "", "", "what to do"), map(_row, complaints)))
    well = all(complaint.well for complaint in complaints)
    raise typer.Exit(ExitCode.FINE if well else ExitCode.CONFIGURATION)


def _row(complaint: Complaint) -> tuple[object, ...]:
    mark = Text("ok", "green") if complaint.well else Text("missing", "bold red")
    return mark, complaint.subject, complaint.said, complaint.remedy or ""


def _examine(tools: Toolbox) -> Iterator[Complaint]:
    yield Complaint("hub", f"{__version__}, Python {platform.python_version()}, {sys.platform}")
    yield _schemas(tools)
    yield _loads("formats", lambda: f"{len(tools.formats.all())} known", "hub mappings check")
    yield _loads("profiles", lambda: ", ".join(p.id for p in tools.profiles), "hub mappings check")
    yield _configured(tools)
    yield _loads("UNSPSC table", lambda: _unspsc(tools), "mend that table, or unset HUB_UNSPSC")
    yield _home(tools)
    yield _disk(tools)
    yield _opinions(tools)
    yield from _servers(tools.settings)
    yield from _strangers()


def _schemas(tools: Toolbox) -> Complaint:
    found = status(tools.settings.schemas)
    well = all(one.state is SetState.INSTALLED for one in found)
    said = ", ".join(f"{one.name} {one.state.value}" for one in found)
    return Complaint("schemas", said, None if well else "hub schemas install")


def _configured(tools: Toolbox) -> Complaint:
    folder = tools.settings.config
    if (folder / "parties").is_dir():
        return _loads("parties", lambda: _parties(tools), "hub config check")
    remedy = f"hub party add KEY ... (see --help), or copy examples/config to {folder}"
    if folder.is_dir():
        return Complaint("parties", f"none yet: there is no folder {folder / 'parties'}", remedy)
    remedy = f"set HUB_CONFIG to the folder with your parties; {remedy}"
    return Complaint("parties", f"there is no folder {folder}", remedy)


def _parties(tools: Toolbox) -> str:
    count = len(list((tools.settings.config / "parties").glob("*.toml")))
    return f"{count} in {tools.settings.config}, version {tools.directory.version[:12]}"


def _unspsc(tools: Toolbox) -> str:
    table = tools.lookups.unspsc
    if table is None:
        return "none, so codes are not looked up (UNS-03); HUB_UNSPSC names one"
    return f"version {table.version}, {len(table)} codes, {tools.settings.unspsc}"


def _loads(subject: str, load: Callable[[], str], command: str) -> Complaint:
    try:
        return Complaint(subject, load())
    except ConfigurationError as error:
        more = f" (and {len(error.mistakes) - 1} more)" if len(error.mistakes) > 1 else ""
        return Complaint(subject, error.mistakes[0] + more, command)


def _home(tools: Toolbox) -> Complaint:
    home = tools.settings.home
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return Complaint("home", str(home))
    return Complaint(
        "home",
        f"{home} cannot be written",
        f"chown or chmod {nearest}, or set HUB_HOME to a folder of yours",
    )


def _disk(tools: Toolbox) -> Complaint:
    home = tools.settings.home
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    said = f"{free / (1 << 30):.1f} GiB free at {nearest}"
    remedy = f"make {ENOUGH_DISK >> 30} GiB of room there, or set HUB_HOME to another disk"
    return Complaint("disk", said, None if free >= ENOUGH_DISK else remedy)


def _opinions(tools: Toolbox) -> Complaint:
    """Say whose rules can be asked beside the hub's, and try it."""
    subject, home = "second opinion", tools.settings.schemas
    wanted = tools.settings.second_opinion
    state = "asked of every document" if wanted else "asked by hub check --official"
    try:
        found = [installed(home, declared.authority) for declared in tools.publishers]
    except ConfigurationError as error:
        return Complaint(subject, error.mistakes[0], "hub rules install official FILE")
    releases = [one for one in found if one is not None]
    if not releases:
        remedy = "hub rules install official FILE, or HUB_SECOND_OPINION=off" if wanted else None
        return Complaint(subject, "no publisher's release is installed", remedy)
    said = ", ".join(f"{one.authority} {one.name}" for one in releases)
    wrong = trial(home, releases)
    if wrong:
        lacking = not all(is_here(v.version) for one in releases for v in one.sheets.values())
        remedy = "pip install 'hub[official]'" if lacking else "hub rules install PUBLISHER FILE"
        return Complaint(subject, f"{said}: {'; '.join(wrong)}", remedy)
    return Complaint(subject, f"{said}; works, {state}")


def _servers(settings: Settings) -> Iterator[Complaint]:
    """Ask the servers that the installation names, or the database of one without."""
    from hub.store.store import FILE  # noqa: PLC0415 - see opening.py

    if settings.database_url is not None:
        yield _answers("database", lambda: _database(settings), _DATABASE, _DATABASE)
    elif (settings.home / FILE).exists():
        yield _answers("database", lambda: _database(settings), _BUSY, _RESTORE)
    if settings.broker_url is not None:
        yield _answers("broker", lambda: _broker(settings), _BROKER, _TOPOLOGY)


def _answers(subject: str, ask: Callable[[], str], start: str, mend: str) -> Complaint:
    try:
        return Complaint(subject, ask())
    except ConfigurationError as error:
        return Complaint(subject, error.mistakes[0], mend)
    except TransientError as error:
        return Complaint(subject, str(error), start)


def _database(settings: Settings) -> str:
    with open_hub(settings) as hub:
        hub.store.probe()
        return f"{hub.store.database.name} answers"


def _broker(settings: Settings) -> str:
    from hub.cli.broker import differing  # noqa: PLC0415 - see opening.py

    differences = differing(settings)
    if differences:
        raise ConfigurationError([f"{differences} objects are missing or different"])
    return "answers, and has every exchange and queue"


def _strangers() -> Iterator[Complaint]:
    """Settings nobody reads are most often a misspelt name."""
    for name in sorted(os.environ):
        if name.startswith("HUB_") and name not in SETTINGS:
            near = did_you_mean(name, SETTINGS)
            said = f"{printable(name)} is no setting{near}"
            yield Complaint(
                "settings", said, f"unset {printable(name)}; docs/settings.md lists all"
            )
