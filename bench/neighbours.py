"""A made-up seller and buyer, for benchmarks of the line without a hub around it.

The seller sends bills and catalogues in OIOUBL; what the buyer gets instead is said by the
benchmark.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.config.directory import load_directory
from hub.formats.document import Part
from hub.formats.payload import Payload
from hub.pipeline.envelope import ClaimCheck, Envelope
from hub.pipeline.outcome import Accepted, Routed
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench

__all__ = ["BUYER", "PARTY", "SELLER", "Neighbours", "neighbours"]

SELLER = "5790000000005"
AHEAD = 500
"""Folders made at once, so that making them is seldom measured."""
BUYER = "5790099990706"

PARTY = """\
name = "{name} (opdigtet)"
country = "DK"
roles = ["{role}"]
[numbers]
CVR = "{number}"
[[account]]
kind = "folder"
path = "in/{key}"
[[port]]
name = "all"
kind = "folder"
path = "out/{key}"
"""

WANTED = """\
[[receives]]
kind = "{kind}"
port = "all"
format = "{format}"
[[agreement]]
id = "AFTALE-1"
seller = "seller"
valid_from = 2026-01-01
"""


class Neighbours:
    """Sends documents of the one through ``process`` to the other."""

    def __init__(self, tools: Toolbox, folder: Path, kind: str, target: str) -> None:
        self.tools = tools
        self._folder = folder
        self._runs = count(1)
        self._places: list[Path] = []
        parties = folder / "config" / "parties"
        parties.mkdir(parents=True)
        wanted = WANTED.format(kind=kind, format=target)
        for key, number, address, more in (
            ("seller", "10000009", SELLER, ""),
            ("buyer", "99000007", BUYER, wanted),
        ):
            text = PARTY.format(key=key, role=key, name=key.title(), number=number) + more
            (parties / f"{key}.toml").write_text(text, encoding="utf-8")
            endpoints = f"scheme,value,name\nGLN,{address},{key}\n"
            (parties / f"{key}.endpoints.csv").write_text(endpoints, encoding="utf-8")
        self._directory = load_directory(folder / "config", folder)

    def send(self, payload: Payload) -> Part:
        """Send a document through the line; returns what comes out.

        That is a file where the line has made one, and bytes where it has not.
        """
        number = next(self._runs)
        envelope = Envelope(
            interchange=f"bench-{number}",
            accept_number=number,
            account="seller",
            tenant="bench",
            channel="bench",
            name=payload.name,
            accepted_at=dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC),
            payload=ClaimCheck("bench", "bench", payload.sha256, payload.size),
        )
        tools = self.tools
        bench = Workbench(tools.formats, tools.profiles, self._directory, None, self._place())
        (ended,) = process(envelope, payload, bench)
        if not isinstance(ended.outcome, Accepted):
            raise SystemExit(f"not accepted: {ended.outcome} {ended.report.counts}")
        (route,) = ended.outcome.routes
        if not isinstance(route, Routed) or route.unchanged:
            raise SystemExit(f"not converted: {route} {route.report.counts}")
        return route.parts[0]

    def _place(self) -> Path:
        """Return an empty folder; the worker makes one for each document, not the line."""
        if not self._places:
            for _ in range(AHEAD):
                place = self._folder / str(next(self._runs))
                place.mkdir()
                self._places.append(place)
        return self._places.pop()


@contextmanager
def neighbours(kind: str, target: str) -> Iterator[Neighbours]:
    """Yield two neighbours, the buyer of which wants a kind of document in a format."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        yield Neighbours(Toolbox(Settings.from_environment()), Path(folder), kind, target)
