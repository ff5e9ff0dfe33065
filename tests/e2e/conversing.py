"""Two parties that each speak one format only, and a hub between them, stepped by hand."""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.app.bootstrap import open_hub
from hub.app.hub import Hub
from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.context import RouteContext
from hub.model.identity import EndpointID, FormatId
from hub.model.report import Report
from hub.pipeline.examination import examine

__all__ = ["Said", "Talk", "read_document"]

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
ROUNDS = 200
FROM_BUYER = frozenset({"order", "order-change", "order-cancellation"})

SPEAKS = {
    "peppol": {
        "order": "order:3",
        "order-change": "order-change:3",
        "order-cancellation": "order-cancellation:3",
        "order-response": "order-response:3",
        "order-response-simple": "order-response:3",
        "invoice": "invoice:3",
        "credit-note": "credit-note:3",
        "application-response": "invoice-response:3",
    },
    "oioubl": {
        "order": "order:2.1",
        "order-change": "order-change:2.1",
        "order-cancellation": "order-cancellation:2.1",
        "order-response": "order-response-simple:2.1",
        "invoice": "invoice:2.1",
        "credit-note": "credit-note:2.1",
        "invoice-response": "application-response:2.1",
    },
}
"""What each format calls the steps of a purchase; everything else goes to people."""

PARTY = """name = "{name}"
country = "DK"
roles = ["{role}"]

[[account]]
kind = "folder"
path = "in/{key}"
answer = "answers"

[[port]]
name = "system"
kind = "folder"
path = "out/{key}/system"

[[port]]
name = "people"
kind = "mail"
to = "post@{key}.example"
language = "da"
body = "pdf"

[[port]]
name = "answers"
kind = "folder"
path = "out/{key}/answers"

[[receives]]
kind = "*"
port = "people"
"""


@dataclass(frozen=True)
class Said:
    """A document: who says it, its kind and number, and all its addresses."""

    path: Path
    kind: str
    number: str
    day: dt.date | None
    sender: tuple[EndpointID, ...]
    receiver: tuple[EndpointID, ...]
    orders: tuple[str, ...]


def read_document(formats: Formats, path: Path) -> Said:
    """Read what a document says of itself."""
    payload, report = Payload.of_file(path), Report(path.name)
    found = formats.identify(payload, report)
    assert found is not None, path
    (document,) = found.reader.read(payload, report)
    summary = document.summary
    named = tuple(value for kind, value in summary.references if kind == "order")
    return Said(
        path,
        summary.kind,
        summary.id or "",
        summary.issue_date,
        summary.sender,
        summary.receiver,
        named,
    )


@dataclass
class Talk:
    """A hub between ``shop``, which sells, and ``town``, which buys.

    ``speaks`` names the format of each; what cannot be said in it goes to its people by mail.
    """

    home: Path
    loaded: Toolbox
    mailer: str
    speaks: dict[str, str]
    addresses: dict[str, set[EndpointID]] = field(
        default_factory=lambda: {"shop": set(), "town": set()}
    )
    dropped: list[tuple[str, Said, bool]] = field(default_factory=list)

    def settings(self) -> Settings:
        """The installation."""
        return Settings(
            home=self.home,
            config=self.home / "config",
            schemas=self.loaded.settings.schemas,
            settle=0.0,
            listen=None,
            smtp_url=self.mailer,
            mail_from="hub@hub.example",
        )

    def open(self) -> Hub:
        """Open the hub, with formats that were loaded before."""
        tools = Toolbox(self.settings())
        tools.schemas, tools.formats = self.loaded.schemas, self.loaded.formats
        tools.profiles, tools.columns = self.loaded.profiles, self.loaded.columns
        return open_hub(self.settings(), tools=tools)

    def configure(self) -> None:
        """Write who is who."""
        folder = self.home / "config" / "parties"
        folder.mkdir(parents=True)
        for key, role in (("shop", "seller"), ("town", "buyer")):
            text = PARTY.format(key=key, name=f"{key.title()} (made up)", role=role)
            authority = self.speaks[key]
            for kind, wanted in SPEAKS[authority].items():
                text += (
                    f'\n[[receives]]\nkind = "{kind}"\nport = "system"\n'
                    f'format = "{authority}:{wanted}"\nfallback = "people"\n'
                )
                if (authority, kind) == ("oioubl", "order-response"):
                    # An answer is a Yes or No in one kind of document, and more in another.
                    text += f'otherwise = "{authority}:order-response:2.1"\n'
            (folder / f"{key}.toml").write_text(text, encoding="utf-8")
            with (folder / f"{key}.endpoints.csv").open("w", encoding="utf-8", newline="") as out:
                rows = csv.writer(out)
                rows.writerow(("scheme", "value", "name"))
                for one in sorted(self.addresses[key], key=str):
                    rows.writerow((one.scheme, one.value, "made up"))

    def run(self, steps: Sequence[Said]) -> None:
        """Let the parties say everything, each in its own format where that has the words."""
        parties = [self._speaker(one) for one in steps]
        for one, speaker in zip(steps, parties, strict=True):
            other = "town" if speaker == "shop" else "shop"
            self.addresses[speaker] |= set(one.sender)
            self.addresses[other] |= set(one.receiver)
        self.configure()
        with self.open() as hub:
            for number, (one, speaker) in enumerate(zip(steps, parties, strict=True)):
                path, own = self._in_own_words(one, speaker, number)
                folder = self.home / "in" / speaker
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{number:02}-{one.path.name}").write_bytes(path.read_bytes())
                self.dropped.append((speaker, one, own))
                self._go(hub)

    def _speaker(self, one: Said) -> str:
        if one.kind in FROM_BUYER:
            return "town"
        if one.kind != "application-response":
            return "shop"
        known = {
            address for who, said, _ in self.dropped if who == "shop" for address in said.sender
        }
        return "shop" if set(one.sender) & (known | self.addresses["shop"]) else "town"

    def _in_own_words(self, one: Said, speaker: str, number: int) -> tuple[Path, bool]:
        """Return the document in the speaker's format; as it is where that has no words."""
        authority = self.speaks[speaker]
        wanted = SPEAKS[authority].get(one.kind)
        if authority == "oioubl" or wanted is None:
            return one.path, authority == "oioubl"
        formats = self.loaded.formats
        target = formats.get(FormatId.parse(f"{authority}:{wanted}"))
        folder = self.home / "said" / str(number)
        (examined,) = examine(
            Payload.of_file(one.path), formats, RouteContext(now=NOW), target, folder
        )
        return (examined.parts[0].path, True) if examined.parts else (one.path, False)

    def _go(self, hub: Hub) -> None:
        """Let every role work until nothing waits any more."""
        intake, relay, worker, ports = hub.intake(), hub.relay(), hub.worker(), hub.ports()
        for _ in range(ROUNDS):
            worked = [role.step() for role in (intake, relay, worker, ports)]
            ports.wait()
            if not any(worked) and self._ended(hub):
                return
        raise AssertionError([one["state"] for one in hub.archive.search("", 100)])

    def _ended(self, hub: Hub) -> bool:
        found = [hub.archive.interchange(one["id"]) for one in hub.archive.search("", 100)]
        return len(found) == len(self.dropped) and all(
            one is not None
            and one["state"] != "open"
            and all(way["state"] != "waiting" for way in one["deliveries"])
            for one in found
        )

    def conversations(self, order: str) -> list[dict[str, Any]]:
        """What was said about an order."""
        with self.open() as hub:
            return hub.store.conversations.of(order)

    def ended(self) -> list[dict[str, Any]]:
        """Every interchange, the oldest first."""
        with self.open() as hub:
            found = [hub.archive.interchange(one["id"]) for one in hub.archive.search("", 100)]
            return [one for one in reversed(found) if one is not None]
