"""An OIOUBL invoice through the line to a receiver of Peppol, against the bare minimum.

bare     parse the invoice, validate it and write it out again, in lxml alone
floor    the same, and parse and validate what comes out: what no converter that checks both
         its sides can do without
process  identify, validate, read, find the route, judge, translate, write and check the output

All three in turns in one process, by processor time. One document at a time, as in a worker:
nothing of it lies ready in the processor's memory from the turn before.

python bench/invoice_conversion.py [--lines 6] [--documents 1] [--rounds 300]
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from comparing import Goal, Race, Variant
from lxml import etree
from neighbours import BUYER, SELLER, neighbours

from hub.formats.payload import Payload
from hub.xml.schemas import DocumentSchema, SchemaStore

TARGET = "peppol:invoice:3"
TEMPLATE = Path(__file__).resolve().parent / "invoice.xml"


def invoice(lines: int) -> bytes:
    """Return an invoice with so many lines whose sums add up; six lines make it 15 KB."""
    text = TEMPLATE.read_text(encoding="utf-8")
    before, line, after = text.split("<!-- line -->\n")
    net = 75 * lines
    sums = {"net": f"{net}.00", "tax": f"{net * 0.25:.2f}", "due": f"{net * 1.25:.2f}"}
    filled = before.format(seller=SELLER, buyer=BUYER, **sums)
    return (filled + "".join(line.format(n=n) for n in range(1, lines + 1)) + after).encode()


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=6)
    parser.add_argument("--documents", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=300)
    asked = parser.parse_args()
    data = invoice(asked.lines)
    with neighbours("invoice", TARGET) as pair:
        payload = Payload.of_bytes(data, "invoice.xml")
        output = pair.send(payload).path.read_bytes()
        theirs = _schema(pair.tools.schemas, "ubl-2.0")
        ours = _schema(pair.tools.schemas, "ubl-2.1")
        ways: dict[str, Callable[[], object]] = {
            "bare": lambda: _bare(data, theirs),
            "floor": lambda: (_bare(data, theirs), ours.validate_bare(etree.fromstring(output))),
            "process": lambda: pair.send(payload),
        }

        def run(way: Callable[[], object]) -> float:
            for _ in range(asked.documents):
                way()
            return asked.documents

        variants = [Variant(name, lambda w=way: run(w)) for name, way in ways.items()]  # type: ignore[misc]
        goals = [Goal("process", "bare", 0.5)]
        facts = {"input_bytes": len(data), "output_bytes": len(output), "clock": "process time"}
        race = Race("invoice-conversion", "invoices", variants, goals, facts, time.process_time)
        return race.run(asked.rounds)


def _schema(store: SchemaStore, name: str) -> DocumentSchema:
    schema = store.schema(name, "Invoice")
    if schema is None:
        raise SystemExit("type: hub schemas install")
    return schema


def _bare(data: bytes, schema: DocumentSchema) -> bytes:
    root = etree.fromstring(data)
    if schema.validate_bare(root):
        raise SystemExit("the invoice does not fit its schema")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


if __name__ == "__main__":
    sys.exit(main())
