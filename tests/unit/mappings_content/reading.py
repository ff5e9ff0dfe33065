"""Supplier catalogues of one item or two, read, and what was written of them."""

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
from hub.formats.registry import Formats, load_formats
from hub.model.context import Agreement, PartyCard, RouteContext
from hub.model.identity import EndpointID, FormatId
from hub.model.loss import LossKind, LossReport
from hub.model.report import Report
from hub.xml.schemas import SchemaStore

MAPPINGS = Path(__file__).parents[3] / "mappings"
HEAD = {"CATALOGUE_ID": "K1", "VERSION": "2", "SUPPLIER_CVR": "10000009", "CURRENCY": "DKK"}
ITEM = {
    "ITEM_NO": "A-1",
    "ITEM_NAME": "Saft",
    "ITEM_UNIT": "BX",
    "ITEM_MIN_QTY": "1",
    "ITEM_BASE_UNIT": "EA",
    "ITEM_CONTENT": "12",
    "ITEM_UNSPSC": "44121706",
}
PRICE = {"ITEM_NO": "A-1", "PRICE_QTY": "1", "PRICE_AMOUNT": "10.00", "PRICE_CURRENCY": "DKK"}
NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
CONTEXT = RouteContext(
    now=NOW,
    sender=PartyCard("nordlys", "Nordlys (fiktiv) A/S", "DK", (), {"DK:CVR": "10000009"}),
    receiver=PartyCard("kolding", "Kolding", "DK", (EndpointID("GLN", "5790099990003"),)),
    agreement=Agreement("KOL/1", "nordlys", "kolding"),
)

Rows = Sequence[Mapping[str, str]]


@cache
def formats() -> Formats:
    """The formats of the two folders of tables."""
    folders = [MAPPINGS / name for name in ("bizisland", "truetrade")]
    return load_formats(folders, SchemaStore(Path("/nowhere")))


def form(name: str) -> Format:
    """Return a format by its id."""
    return formats().get(FormatId.parse(name))


def item(**changed: str) -> dict[str, str]:
    """Return the item with some cells changed."""
    return {**ITEM, **changed}


def price(**changed: str) -> dict[str, str]:
    """Return the price row with some cells changed."""
    return {**PRICE, **changed}


class Read:
    """A catalogue that was read."""

    def __init__(self, payload: Payload) -> None:
        self.report = Report(payload.name)
        self.header: Any = None
        self.bodies: list[Any] = []
        for document in form("bizisland:catalogue:1").reader.read(payload, self.report):
            self.header = document.header
            self.bodies = [line.body for line in document.lines(self.report)]

    @property
    def losses(self) -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
        """Count and examples of each loss."""
        return said(self.report.losses)


def said(losses: LossReport) -> dict[tuple[str, str], tuple[int, tuple[str, ...]]]:
    """Return count and examples of each loss by field and kind."""
    return {(loss.field, loss.kind.value): (loss.count, loss.examples) for loss in losses}


def lost(losses: LossReport) -> set[str]:
    """Return the fields that had no place."""
    return {loss.field for loss in losses if loss.kind is LossKind.NO_HOME}


def read(items: Rows = (ITEM,), prices: Rows = (PRICE,), **head: str) -> Read:
    """Read a catalogue made of rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("hoved.csv", "".join(f"{k};{v}\n" for k, v in {**HEAD, **head}.items()))
        box.writestr("stamdata.csv", _table(items))
        if prices:
            box.writestr("priser.csv", _table(prices))
    return Read(Payload.of_bytes(out.getvalue(), "katalog.zip"))


def _table(rows: Rows) -> str:
    out = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(out, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(
    kind: str, catalogue: Read, folder: Path, context: RouteContext = CONTEXT
) -> tuple[str, list[list[str]], LossReport]:
    """Write a catalogue for TrueTrade; return file name, rows and losses."""
    losses = LossReport()
    writer = form(f"truetrade:{kind}:1").writer
    assert writer is not None
    writing = writer.start(catalogue.header, context, losses, folder)
    for body in catalogue.bodies:
        writing.take(body)
    (part,) = writing.finish()
    with part.path.open(encoding="utf-8", newline="") as stream:
        return part.name, list(csv.reader(stream)), losses
