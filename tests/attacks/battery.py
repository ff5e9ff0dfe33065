"""Runs the command line on every attack, each in a process of its own, and says what it cost.

::

    python -m tests.attacks.battery FOLDER PORT     one JSON object for each run

The formats are loaded once; each run is a fork of that process with a limit on memory and
processor time. So a run that crashes, hangs or grows is seen for what it is, and its use of
memory and time is its own.
"""

import contextlib
import gc
import io
import json
import multiprocessing
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli import check, documents
from hub.cli.main import app
from tests.attacks.kinds import CANARY, HARMLESS, Kind, Traps
from tests.attacks.messagekinds import MESSAGE_KINDS
from tests.attacks.places import PLACES, STEERING_NAME, write_names
from tests.attacks.tablekinds import TABLE_KINDS
from tests.attacks.valuekinds import VALUE_KINDS
from tests.attacks.xmlkinds import GOOD, XML_KINDS

MEMORY = 2 << 30
"""Bytes of address space; what a worker of the hub has."""

SECONDS = 30
CRASHED = 99
PATIENCE = 60
"""Seconds until a run that waits for something is ended by a signal."""

KINDS_OF_ATTACK = (*XML_KINDS, *VALUE_KINDS, *TABLE_KINDS, *MESSAGE_KINDS)
BASELINE = "nothing-wrong"
GOOD_KIND = "catalogue"
"""Of what kind most documents are here."""
KINDS = (Kind(BASELINE, HARMLESS, lambda _traps: GOOD), *KINDS_OF_ATTACK)
LINE = ("--for", "esbjerg", "--for", "odense", "--as", "nordlys")
SENT = ("steers", "turned", "json-huge")
"""Parts of the names of kinds that go down the whole line though they are no harmless XML."""


def run(commands: Sequence[Sequence[str]], folder: Path) -> dict[str, Any]:
    """Run commands one after the other in a fork; return what they said and cost.

    The exit code is the highest of theirs.
    """
    names = [(folder / f"out{n}", folder / f"err{n}") for n in range(len(commands))]
    child = os.fork()
    if not child:
        _become(list(zip(commands, names, strict=True)))
    _, status, used = os.wait4(child, 0)
    out, err = (
        [path.read_bytes().decode("utf-8", "surrogateescape") for path in paths]
        for paths in zip(*names, strict=True)
    )
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
        "out": out,
        "err": err,
    }


def _become(commands: list[tuple[Sequence[str], tuple[Path, Path]]]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for _, paths in commands:
        for path in paths:
            path.write_bytes(b"")
    signal.alarm(PATIENCE)
    code = 0
    for arguments, paths in commands:
        for path, number in zip(paths, (1, 2), strict=True):
            os.dup2(os.open(path, os.O_WRONLY), number)
        try:
            app(list(arguments), prog_name="hub")
        except SystemExit as leaving:
            code = max(code, int(leaving.code or 0))
        except BaseException:  # noqa: BLE001 - the very thing this battery looks for
            code = CRASHED
            traceback.print_exc()
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    os._exit(code)


def warm() -> Toolbox:
    """Load what every command loads, once, so that each run costs only its document."""
    tools = Toolbox(Settings.from_environment())
    _ = tools.profiles, tools.directory
    for one in tools.formats:
        _ = one.table, one.rules, one.published
        if one.readable and one.kind == GOOD_KIND:
            _ = one.reader, one.schema
    for module in (check, documents):
        module.Toolbox = lambda _settings: tools  # type: ignore[assignment,attr-defined]
    return tools


def results(folder: Path, traps: Traps, make: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """Yield what became of each kind."""
    for number, kind in enumerate(KINDS):
        file = folder / f"attack{kind.ending}"
        make(number, traps, file)
        commands = [["check", str(file)], ["check", str(file), "--json"]]
        if goes_down_the_line(kind):
            commands.append(["check", str(file), *LINE, "--json"])
        yield {"kind": kind.name} | run(commands, folder)
        file.unlink()


def results_of_places(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what became of names that stand for no file, and of odd names of good files."""
    for name, make in PLACES.items():
        inside = folder / name
        inside.mkdir()
        place = inside / STEERING_NAME
        make(place)
        yield {"kind": f"place-{name}"} | run([["check", str(place)]], folder)
    places = write_names(folder / "names")
    commands = [["check", *places], ["check", *places, "--json"], ["identify", *places]]
    yield {"kind": "names"} | run(commands, folder)


def goes_down_the_line(kind: Kind) -> bool:
    """Whether a kind is also sent to receivers: those that may reach the end of the line."""
    harmless = kind.rule == HARMLESS and kind.ending == ".xml"
    return harmless or any(part in kind.name for part in SENT)


def _write(number: int, traps: Traps, file: Path) -> None:
    file.write_bytes(KINDS[number].make(traps))


def main() -> None:
    """Run everything in the folder named."""
    place, port = Path(sys.argv[1]), int(sys.argv[2])
    secret = place / "secret.txt"
    secret.write_text(CANARY, encoding="utf-8")
    # Files are made by a process of their own: what that costs is no attack's cost.
    with multiprocessing.get_context("fork").Pool(1) as maker:
        warm()
        good = place / "good.xml"
        good.write_bytes(GOOD)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            app(["check", str(good), *LINE], prog_name="hub")
        gc.collect()
        gc.freeze()  # so that a fork need not copy what it never changes
        made = results(place, Traps(secret, port), lambda *what: maker.apply(_write, what))
        for result in chain(made, results_of_places(place)):
            sys.stdout.write(json.dumps(result) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
