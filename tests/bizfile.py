"""A catalogue in the supplier format, right as it stands, for tests to change one thing in."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.formats.registry import load_formats
from hub.model.context import PartyCard, RouteContext
from hub.model.finding import Finding
from hub.model.identity import FormatId
from hub.model.report import Report
from hub.rules.known import Known
from hub.rules.ruleset import RuleSet, load_rules
from hub.xml.schemas import SchemaStore

MAPPINGS = Path(__file__).parent.parent / "mappings"
NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
SENDER = PartyCard("nordlys", "Nordlys (fiktiv) A/S", "DK", (), {"DK:CVR": "10000009"})

HEAD = {"CATALOGUE_ID": "K1", "VERSION": "2", "SUPPLIER_CVR": "10000009", "CURRENCY": "DKK"}
ITEM = {
    "ITEM_NO": "A-1",
    "ITEM_NAME": "Blyant HB",
    "ITEM_UNIT": "BX",
    "ITEM_MIN_QTY": "1",
    "ITEM_BASE_UNIT": "EA",
    "ITEM_CONTENT": "12",
    "ITEM_UNSPSC": "44121706",
}
PRICE = {"ITEM_NO": "A-1", "PRICE_QTY": "1", "PRICE_AMOUNT": "10.00", "PRICE_CURRENCY": "DKK"}

Rows = Sequence[Mapping[str, str]]


@cache
def formats() -> Any:
    """The formats of the two folders of tables."""
    folders = [MAPPINGS / name for name in ("bizisland", "truetrade")]
    return load_formats(folders, SchemaStore(Path("/nowhere")))


@cache
def rules() -> RuleSet:
    """The supplier format's own rules."""
    return load_rules(MAPPINGS / "bizisland")


def form(name: str) -> Format:
    """Return a format by its id."""
    found: Format = formats().get(FormatId.parse(name))
    return found


def table(rows: Rows) -> str:
    """Return rows as CSV; the first row's keys and every further one are the columns."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def archive(**members: str | bytes) -> Payload:
    """Return a ZIP of CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in members.items():
            box.writestr(f"{name}.csv", text)
    return Payload.of_bytes(out.getvalue(), "katalog.zip")


def biz_file(
    items: Rows = (ITEM,), prices: Rows = (PRICE,), head: Mapping[str, str] | None = None
) -> Payload:
    """Return a catalogue as a ZIP."""
    said = HEAD if head is None else head
    members = {"hoved": "".join(f"{k};{v}\n" for k, v in said.items()), "stamdata": table(items)}
    if prices:
        members["priser"] = table(prices)
    return archive(**members)


def item(**changed: str) -> dict[str, str]:
    """Return the item with some cells changed."""
    return {**ITEM, **changed}


def price(**changed: str) -> dict[str, str]:
    """Return the price row with some cells changed."""
    return {**PRICE, **changed}


class Read:
    """What reading and judging a catalogue said."""

    def __init__(self, payload: Payload, known: Known | None = None) -> None:
        self.report = Report(payload.name)
        self.header: Any = None
        self.bodies: list[Any] = []
        self.refused = 0
        self.skipped: tuple[str, ...] = ()
        found: list[Finding] = []
        source = form("bizisland:catalogue:1")
        context = RouteContext(now=NOW, sender=SENDER, source=source.id)
        for document in source.reader.read(payload, self.report):
            checker = rules().checker(context, "catalogue", known)
            self.header, hits = checker.header(document.header, document.locate)
            found += hits
            for line in document.lines(self.report):
                body, hits = (None, []) if line.body is None else checker.line(line)
                found += hits
                if body is None:
                    self.refused += 1
                else:
                    self.bodies.append(body)
            found += checker.end()
            self.skipped = checker.skipped
        self.findings = [*self.report.findings(), *found]

    def of(self, rule: str) -> list[Finding]:
        """Return the findings of one rule."""
        return [finding for finding in self.findings if finding.rule == rule]


def read(
    items: Rows = (ITEM,),
    prices: Rows = (PRICE,),
    head: Mapping[str, str] | None = None,
    known: Known | None = None,
) -> Read:
    """Read and judge a catalogue."""
    return Read(biz_file(items, prices, head), known)
