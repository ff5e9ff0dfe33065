"""A translation of a bill drops nothing in silence.

Each field that the table of a source has is set, one at a time, in a bill that goes over as it is:
what was set arrives in the words of the target, or the losses name it, or a rule refuses it.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.format import Format
from hub.formats.leaves import leaves_of
from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.formats.table import Group, Step, Table
from hub.model.context import RouteContext
from hub.model.finding import Place
from hub.model.identity import FormatId
from hub.model.line import Line
from hub.model.report import Report
from hub.model.values import Amount, Code, Identifier, Measure, Quantity, Text
from hub.resources import resource
from hub.xml.schemas import SchemaStore

DEPTH = 2
"""How many groups a field may lie inside of."""

ODD = Decimal("7777.77")
VALUES: MappingProxyType[str, Any] = MappingProxyType(
    {
        "text": Text("ZQ7X"),
        "identifier": Identifier("ZQ7X"),
        "code": Code("ZQ7X"),
        "amount": Amount(ODD, "DKK"),
        "quantity": Quantity(ODD, "EA"),
        "measure": Measure(ODD, "KGM"),
        "decimal": ODD,
        "integer": Decimal(7777),
        "date": dt.date(2031, 7, 7),
        "time": dt.time(7, 7, 7),
    }
)
"""What is set: nothing that a bill says already."""

WAYS = (
    ("oioubl", "invoice", "peppol", "3"),
    ("oioubl", "credit-note", "nlcius", "1.0"),
    ("peppol", "invoice", "oioubl", "2.1"),
    ("nlcius", "credit-note", "oioubl", "2.1"),
    ("ubl", "invoice", "peppol", "3"),
    ("si-ubl", "invoice", "nlcius", "1.0"),
)
SCHEME = "names the tax, which is VAT in every document that goes over"
SAID_OTHERWISE: MappingProxyType[str, str] = MappingProxyType(
    {
        "payment_means.id": "numbers the means of payment within the document",
        "payment_terms.id": "numbers the terms within the document",
        "postal_address.address_format_code": "says which of OIOUBL's forms the address has",
        "tax_scheme.currency_code": SCHEME,
        "tax_scheme.id": SCHEME,
        "tax_scheme.name": SCHEME,
        "tax_scheme.tax_type_code": SCHEME,
    }
)
"""How fields end that go without saying in the target, with the reason."""

Steps = tuple[Step, ...]


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


def fields(
    table: Table, group: Group, depth: int, above: Steps = ()
) -> Iterator[tuple[Steps, str]]:
    """Yield the steps to each value that a group may hold, and its type."""
    for one in group.fields:
        steps = (*above, *one.steps)
        if not one.steps or one.ignore:
            continue
        if one.scalar:
            yield steps, one.type
        elif depth and one.type in table.groups:
            yield from fields(table, table.groups[one.type], depth - 1, steps)


def with_value(body: Any, steps: Steps, value: Any) -> Any:
    """Return a body in which a value is set; groups on the way are made where there are none."""
    step, rest = steps[0], steps[1:]
    held = getattr(body, step.name)
    if not rest:
        return replace(body, **{step.name: (*held, value) if step.many else value})
    first = (held[0] if held else None) if step.many else held
    made = with_value(step.holds() if first is None else first, rest, value)
    return replace(body, **{step.name: (made, *held[1:]) if step.many else made})


def has_value(body: Any, steps: Steps) -> bool:
    """Whether there is a value already where only one can be."""
    for step in steps:
        held = getattr(body, step.name)
        body = (held[0] if held else None) if step.many else held
        if body is None:
            return False
    return not steps[-1].many


def translated(
    target: Format, source: FormatId, head: Any, body: Any
) -> tuple[Any, set[str]] | None:
    """Return head and line in the target's words, and the fields of losses; None when refused."""
    assert target.rules is not None
    context = RouteContext(now=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), source=source)
    checker = target.rules.for_writing().checker(context, target.kind, None)
    head, findings = checker.header(head, Place)
    if head is None or any(one.severity.refuses for one in findings):
        return None
    body, findings = checker.line(Line(1, body, Place))
    if body is None or any(one.severity.refuses for one in findings):
        return None
    return (head, body), {re.sub(r"\[[0-9]+\]", "", loss.field) for loss in checker.losses}


@pytest.mark.parametrize(("source", "kind", "target", "version"), WAYS)
def test_each_field_arrives_or_is_told(
    formats: Formats, source: str, kind: str, target: str, version: str
) -> None:
    """Nobody has to compare two bills to find out what the second does not say."""
    path = resource("mappings") / source / "examples" / kind / "input.xml"
    payload, report = Payload.of_bytes(path.read_bytes(), path.name), Report(path.name)
    found = formats.identify(payload, report)
    assert found is not None
    assert found.table is not None
    assert found.table.line is not None
    (document,) = found.reader.read(payload, report)
    head: Any = document.header
    body = next(iter(document.lines(report))).body
    form = formats.get(FormatId(target, kind, version))
    plain = translated(form, found.id, head, body)
    assert plain is not None
    silent, tried = set(), 0
    for top, group in ((head, found.table.header), (body, found.table.line)):
        for steps, name in fields(found.table, group, DEPTH):
            if name not in VALUES or has_value(top, steps):
                continue
            made = with_value(top, steps, VALUES[name])
            outcome = translated(
                form, found.id, made if top is head else head, made if top is body else body
            )
            if outcome is None:
                continue
            tried += 1
            field = ".".join(step.name for step in steps)
            arrived = leaves_of(outcome[0], "")
            told = any(field == one or field.startswith(f"{one}.") for one in outcome[1])
            if not told and not any(odd(text) for _, text in arrived):
                silent.add(field)
    assert tried >= 50
    assert {one for one in silent if not one.endswith(tuple(SAID_OTHERWISE))} == set()


def odd(text: str) -> bool:
    """Whether a text is one of those that were set."""
    return "ZQ7X" in text or "7777" in text or text in ("2031-07-07", "07:07:07")
