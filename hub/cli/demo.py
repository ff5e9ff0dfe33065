"""The embedded hub at work on the example documents."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import errors, out, table
from hub.cli.failure import told
from hub.cli.givenfile import today
from hub.cli.opening import open_hub
from hub.errors import ConfigurationError, HubError
from hub.resources import resource
from hub.shadow.answer import Weight
from hub.shadow.receiver import files_of, received, systems
from hub.xml.schemas import UBL_SETS

if TYPE_CHECKING:
    from hub.app.hub import Hub

__all__ = ["demo"]

BROKEN_DOWN = ("item", "required_item_location_quantity")
"""Parts of a line that are shown in parts themselves."""

PATIENCE = 110.0
"""Seconds until the demo gives up; it promises to end within two minutes."""

LOG = "hub.log"
"""What the hub logs, in the demo's home."""

MAILS = "mail"
"""Where the demo's mail server keeps what it takes, in the demo's home."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One file that somebody drops, and what it is meant to show."""

    file: Path
    name: str
    account: str
    shows: str


def demo(
    home: Annotated[
        Path | None,
        typer.Option(help="Keep everything here, to look at. Default: a folder that goes away."),
    ] = None,
    servers: Annotated[
        bool,
        typer.Option(
            "--servers",
            help="Over the servers of HUB_BROKER_URL and HUB_DATABASE_URL; the database must be "
            "empty. Default: everything embedded.",
        ),
    ] = False,
) -> None:
    """Run the hub on the example documents and show what each customer received.

    Fourteen made-up municipalities, a buyer abroad, three suppliers and a service bureau;
    catalogues, an invoice and orders, some bad on purpose. The last order goes to a supplier
    who reads mail, as a PDF, over a mail server of the demo's own. Nothing leaves this machine.
    """
    with told():
        _need_schemas(Toolbox(Settings.from_environment()))
    with told(), _home(home) as place:
        from hub.cli.demomail import mail_server  # noqa: PLC0415 - no other command needs it

        scenes = load_scenes(resource("examples", "demo.toml"))
        with mail_server(place / MAILS) as mailer:
            settings = _settings(place, mailer, servers=servers)
            if servers:
                _prepare_servers(settings)
            with _running(settings) as hub:
                _play(scenes, settings, hub)
        _show(settings, scenes)
        _show_mails(place / MAILS, kept=home is not None)
        if home is not None:
            out().print(
                f"\nEverything is in {home}: what was sent under in/, received under out/, "
                f"mailed under {MAILS}/."
            )


def _need_schemas(tools: Toolbox) -> None:
    """Say at once what a hub would say only after it was started; raises ``SchemasMissing``."""
    for name in UBL_SETS:
        tools.schemas.documents(name)


def load_scenes(script: Path) -> list[Scene]:
    """Read what the demo plays, in order."""
    data = tomllib.loads(script.read_text(encoding="utf-8"))
    return [
        Scene(
            file=script.parent / scene["file"],
            name=scene.get("name", Path(scene["file"]).name),
            account=scene["account"],
            shows=scene["shows"],
        )
        for scene in data["scene"]
    ]


@contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="hub-demo-") as folder:
            yield Path(folder)
        return
    if kept.exists() and any(kept.iterdir()):
        raise typer.BadParameter(f"{kept} is not empty", param_hint="--home")
    kept.mkdir(parents=True, exist_ok=True)
    yield kept.absolute()


def _settings(place: Path, mailer: str, *, servers: bool) -> Settings:
    """Return settings for the demo: never a server that somebody works with, unasked.

    The parties are those of the examples, and those that need the demo's mail server.
    """
    own = Settings.from_environment()
    for parties in ("config", "mail"):
        shutil.copytree(resource("examples", parties), place / "config", dirs_exist_ok=True)
    return replace(
        own,
        broker_url=own.broker_url if servers else None,
        database_url=own.database_url if servers else None,
        payload_folder=None,
        home=place,
        listen=None,
        smtp_url=mailer,
        mail_from="hub@hub.example",
        config=place / "config",
        unspsc=resource("examples", "codes", "unspsc-demo.csv"),
    )


def _prepare_servers(settings: Settings) -> None:
    """Make sure that nobody's documents are touched, and make what the broker has to have.

    Raises ``ConfigurationError`` and ``TransientError``.
    """
    if settings.broker_url is None or settings.database_url is None:
        raise ConfigurationError(["--servers: set HUB_BROKER_URL and HUB_DATABASE_URL"])
    with open_hub(settings) as hub:
        if hub.archive.search("", limit=1):
            raise ConfigurationError(["--servers: the database holds documents; name an empty one"])
        hub.set_up_broker()


@contextmanager
def _running(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """Run ``hub run`` beside us, and stop it as an operator would."""
    environment = {**os.environ, **settings.environment()}
    with (settings.home / LOG).open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "hub", "run"], env=environment, stdout=lines, stderr=lines
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _play(scenes: list[Scene], settings: Settings, process: "subprocess.Popen[bytes]") -> None:
    """Drop the files one after the other, and wait until each is answered."""
    console = errors()
    deadline = time.monotonic() + PATIENCE
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with (
        open_hub(settings) as hub,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("starting", total=len(scenes))
        for scene in scenes:
            bar.update(task, description=f"{scene.account} drops {scene.name}")
            drop = hub.drop_folder(scene.account)
            drop.mkdir(parents=True, exist_ok=True)
            hidden = drop / f".{scene.name}.part"
            shutil.copyfile(scene.file, hidden)
            hidden.rename(drop / scene.name)
            while not _finished(hub, scene.name):
                if process.poll() is not None:
                    said = (settings.home / LOG).read_text(encoding="utf-8", errors="replace")
                    code = process.returncode
                    raise HubError(f"the hub ended by itself with code {code}:\n{said}")
                if time.monotonic() > deadline:
                    raise HubError(f"{scene.name} was not answered within {PATIENCE:.0f} seconds")
                time.sleep(0.1)
            bar.advance(task)


def _finished(hub: "Hub", name: str) -> bool:
    """Whether a file has ended, with everything handed over that it led to."""
    for found in hub.archive.search(name, limit=1):
        whole = hub.archive.interchange(found["id"])
        return (
            whole is not None
            and whole["state"] != "open"
            and all(one["state"] != "waiting" for one in whole["deliveries"])
        )
    return False


def _show(settings: Settings, scenes: list[Scene]) -> None:
    console = out()
    names = _names(settings)
    with open_hub(settings) as hub:
        sent = [hub.archive.search(scene.name, limit=1)[0] for scene in scenes]
        customers = hub.archive.customers()
    console.print("\nWhat was dropped, and how it ended", style="bold")
    rows = [
        (scene.account, scene.name, scene.shows, _ending(one))
        for scene, one in zip(scenes, sent, strict=True)
    ]
    console.print(table(("from", "file", "what it is", "how it ended"), rows))
    console.print("What each customer received, what was refused and why", style="bold")
    columns = ("customer", "files", "lines", "refused", "why")
    received = [
        (
            names[one["receiver"]],
            one["received"],
            one["lines"],
            one["refused"] or "",
            _counted(one["reasons"]),
        )
        for one in customers
    ]
    console.print(table(columns, received, right=frozenset({"files", "lines", "refused"})))
    console.print("What was lost in conversion, or put in", style="bold")
    console.print(_by_loss(customers))
    console.print("What stand-ins for the receiving systems make of it", style="bold")
    console.print(_at_the_far_end(settings))


def _at_the_far_end(settings: Settings) -> Table:
    """Have each system load what its customers received; it reads by itself (`hub shadow`)."""
    tools = Toolbox(settings)
    ends: dict[str, list[Path]] = {name: [] for name in systems(tools.folders)}
    for party in tools.register.parties:
        for wanted in party.subscriptions:
            port = tools.register.port(wanted.port)
            if wanted.profile in ends and port is not None and "path" in port.settings:
                ends[wanted.profile].append(Path(port.settings["path"]))
    rows = []
    for name, folders in ends.items():
        files = list(files_of(folder for folder in folders if folder.is_dir()))
        state, day = settings.home / "shadow", today()
        answers = list(received(tools.folders, name, files, state, day, {}))
        rules = Counter(
            one.rule for said in answers for one in said.remarks if one.weight is Weight.REFUSED
        )
        states = Counter(said.state for said in answers)
        counts = [states[state] or "" for state in ("loaded", "scheduled", "refused")]
        rows.append((name, len(answers), *counts, _counted(rules)))
    columns = ("system", "files", "loaded", "scheduled", "refused", "why")
    return table(columns, rows, right=frozenset(columns[1:5]))


def _show_mails(folder: Path, *, kept: bool) -> None:
    """Show each mail as its reader finds it."""
    from hub.cli.demomail import mails_in  # noqa: PLC0415 - no other command needs it

    console = out()
    for mail in mails_in(folder):
        console.print(f"A mail to {mail.to}", style="bold", highlight=False)
        console.print(Text(f"{mail.subject}\n\n{mail.words.strip()}\n"), soft_wrap=True)
        for file in mail.files:
            where = str(file) if kept else file.name
            size = f"{file.stat().st_size / 1024:.0f} KiB"
            console.print(Text(f"attached: {where} ({size})"), soft_wrap=True)
    if not kept:
        console.print(
            "\nTo look at what was mailed, keep it: hub demo --home demo", highlight=False
        )


def _names(settings: Settings) -> dict[str, str]:
    parties = Toolbox(settings).register.parties
    return {party.key: party.card.name.removesuffix(" (eksempel)") for party in parties}


def _ending(interchange: dict[str, Any]) -> str:
    if not interchange["documents"]:
        return f"{interchange['state']}: {interchange['reason'] or ''}"
    endings = []
    for document in interchange["documents"]:
        reason = f": {document['reason']}" if document["reason"] else ""
        endings.append(f"{document['outcome']}{reason}")
    return "; ".join(endings)


def _counted(reasons: dict[str, int]) -> str:
    return ", ".join(
        rule if count == 1 else f"{rule} x {count}" for rule, count in sorted(reasons.items())
    )


def _by_loss(customers: list[dict[str, Any]]) -> Table:
    """Return losses by the part of the document, with who is concerned.

    Most customers of one system lose the same; each report has every field.
    """
    counts: dict[tuple[str, str], int] = {}
    concerned: dict[tuple[str, str], list[str]] = {}
    for customer in customers:
        for lost, count in customer["lost"].items():
            field, _, how = lost.partition(" (")
            depth = 2 if field.split(".")[0] in BROKEN_DOWN else 1
            part = (".".join(field.split(".")[:depth]), how.rstrip(")"))
            counts[part] = max(counts.get(part, 0), count)
            if customer["receiver"] not in concerned.setdefault(part, []):
                concerned[part].append(customer["receiver"])
    rows = [(*part, counts[part], ", ".join(concerned[part])) for part in sorted(counts)]
    return table(("part", "how", "times", "customers"), rows, right=frozenset({"times"}))
