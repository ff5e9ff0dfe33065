"""Streaming: verdicts, places, memory, and files that break off."""

import io
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hub.model.finding import Finding, Place
from hub.xml.parse import Limits
from hub.xml.schemas import DocumentSchema, SchemaStore
from hub.xml.stream import OpenDocument, open_document
from tests.unit.xml.samples import CAC, CBC, FOOTER, HEADER, catalogue, line

LINE = f"{CAC}CatalogueLine"
STREAMED = Limits(tree=0)
"""So that small documents are streamed as well."""


@pytest.fixture(scope="module")
def schema(schemas_home: Path) -> DocumentSchema:
    """UBL 2.0 Catalogue."""
    found = SchemaStore(schemas_home).schema("ubl-2.0", "Catalogue")
    assert found is not None
    return found


class Dribble:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data = io.BytesIO(data)
        self._step = step

    def read(self, size: int, /) -> bytes:
        """Return the next few bytes."""
        return self._data.read(min(size, self._step))


def read(
    data: bytes, schema: DocumentSchema | None, **options: str
) -> tuple[OpenDocument | None, list[str], list[Finding]]:
    """Read to the end: the document, the ids of the lines handed out, the findings.

    Whether it is streamed or may be read as a whole makes no difference.
    """
    streamed, whole = (
        read_once(data, schema, limits, **options) for limits in (STREAMED, Limits())
    )
    assert streamed[1:] == whole[1:]
    assert (streamed[0] is None) == (whole[0] is None)
    if streamed[0] is not None and whole[0] is not None:
        assert streamed[0].valid == whole[0].valid
    return streamed


def read_once(
    data: bytes, schema: DocumentSchema | None, limits: Limits, **options: str
) -> tuple[OpenDocument | None, list[str], list[Finding]]:
    """Read to the end in one of the two ways."""
    found: list[Finding] = []
    document = open_document(io.BytesIO(data), schema, found.append, limits=limits, **options)
    ids = [element.findtext(f"{CBC}ID") for _, element in document] if document else []
    return document, ids, found


def rules(data: bytes, schema: DocumentSchema) -> list[str]:
    """The rules that a document breaks."""
    return [finding.rule for finding in read(data, schema)[2]]


@pytest.mark.parametrize("limits", [STREAMED, Limits()], ids=["streamed", "whole"])
def test_header_and_lines_come_apart(limits: Limits, schema: DocumentSchema) -> None:
    """The header is whole and without lines, also while and after lines are read."""
    found: list[Finding] = []
    document = open_document(io.BytesIO(catalogue(3)), schema, found.append, limits=limits)
    assert document is not None
    assert document.header.find(LINE) is None
    numbers = []
    for number, element in document:
        assert element.tag == LINE
        assert element.findtext(f"{CBC}ID") == str(number)
        assert document.header.findtext(f"{CBC}ID") == "C-1"
        numbers.append(number)
    assert (numbers, document.valid, found) == ([1, 2, 3], True, [])


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_the_size_of_the_pieces_does_not_matter(step: int, schema: DocumentSchema) -> None:
    """A slow stream gives the same lines and places."""
    data = catalogue(5).replace(b">true<", b">ja<")
    found: list[Finding] = []
    document = open_document(Dribble(data, step), schema, found.append)
    assert document is not None
    assert list(document) == []
    assert [finding.place.line for finding in found] == [11, 23, 35, 47, 59]


def test_a_small_document_has_the_places_of_a_streamed_one(schema: DocumentSchema) -> None:
    """Every element of header and lines has the same path and physical line either way."""
    data = catalogue([line(1), "<!-- beside -->", line(2), "<?beside?>", line(3)])
    places = []
    for limits in (STREAMED, Limits()):
        document = open_document(io.BytesIO(data), schema, lambda _: None, limits=limits)
        assert document is not None
        places.append([document.place(element) for element in document.header.iter()])
        for _, element in document:
            places[-1].extend(document.place(inner) for inner in element.iter())
    assert places[0] == places[1]
    assert len(places[0]) > 30


def test_invalid_lines_are_reported_and_not_handed_out(schema: DocumentSchema) -> None:
    """Reading goes on after an invalid line, also after an invalid first one."""
    texts = [line(n).replace(">true<", ">ja<") if n in (1, 3) else line(n) for n in range(1, 5)]
    document, ids, found = read(catalogue(texts), schema)
    assert ids == ["2", "4"]
    assert [finding.place.path for finding in found] == [
        f"/Catalogue/cac:CatalogueLine[{number}]/cbc:OrderableIndicator" for number in (1, 3)
    ]
    assert document is not None
    assert not document.valid


def test_a_document_without_lines_is_all_header(schemas_home: Path, schema: DocumentSchema) -> None:
    """Missing lines are a finding where lines must be, and fine where there are none."""
    assert rules(catalogue(0), schema) == ["XSD-MISSING"]
    other = SchemaStore(schemas_home).schema("ubl-2.0", "ApplicationResponse")
    assert other is not None
    assert other.line is None
    data = catalogue(0).replace(b"Catalogue", b"ApplicationResponse")
    document, ids, _ = read(data, other)
    assert document is not None
    assert document.header.findtext(f"{CBC}ID") == "C-1"
    assert ids == []


def test_a_document_without_schema_is_read_by_the_name_of_its_lines() -> None:
    """Formats without a schema stream as well."""
    data = b"<list><head>x</head><row><ID>1</ID></row><row><ID>2</ID></row></list>"
    found: list[Finding] = []
    document = open_document(io.BytesIO(data), None, found.append, line="row")
    assert document is not None
    assert document.header.findtext("head") == "x"
    assert [(n, e.findtext("ID"), document.place(e).path) for n, e in document] == [
        (1, "1", "/list/row[1]"),
        (2, "2", "/list/row[2]"),
    ]
    assert found == []


def test_what_stands_after_or_between_lines_is_refused(schema: DocumentSchema) -> None:
    """Elements of another kind and stray text after lines began make the document invalid."""
    known = "<cbc:Note>late</cbc:Note>"
    assert rules(catalogue([line(1), known, line(2)]), schema) == ["XSD-ORDER"]
    assert rules(catalogue([line(1), line(2), known]), schema) == ["XSD-ORDER"]
    assert rules(catalogue([line(1), "<cbc:Foo/>", line(2)]), schema) == ["XSD-UNKNOWN"]
    assert rules(catalogue([line(1), "text", line(2)]), schema) == ["XSD-TEXT"]
    assert rules(catalogue([line(1), line(2), "text"]), schema) == ["XSD-TEXT"]
    assert rules(catalogue([line(1), "<!-- fine --><?fine?>", line(2)]), schema) == []
    assert rules(catalogue([line(1), "<!-- no -->text", line(2)]), schema) == ["XSD-TEXT"]


@pytest.mark.parametrize(
    ("damage", "rule", "lines"),
    [
        (lambda d: d[:-5], "SYN-09", 3),
        (lambda d: d[: d.rindex(b"<cac:Item>")], "SYN-09", 2),
        (lambda d: d + b"<more/>", "SYN-10", 3),
        (lambda d: d + b"more", "SYN-10", 3),
        (lambda d: d.replace(b"Pencil 3", b"Pencil \x01"), "SYN-11", 2),
        (lambda d: d.replace(b"Pencil 3", b"Pens & more"), "SYN-13", 2),
        (lambda d: d.replace(b"Pencil 3", b"\xff"), "SYN-04", 2),
    ],
    ids=["cut", "cut-in-line", "second-root", "trailing", "control", "ampersand", "bytes"],
)
def test_trouble_in_the_middle_comes_after_the_lines_before_it(
    damage: object, rule: str, lines: int, schema: DocumentSchema
) -> None:
    """A file that breaks off or breaks down gives its syntax finding when it is met."""
    assert callable(damage)
    document, ids, found = read(damage(catalogue(3)), schema)
    assert document is not None
    assert (len(ids), [finding.rule for finding in found], document.valid) == (lines, [rule], False)


def test_trouble_before_the_first_line_leaves_no_document(schema: DocumentSchema) -> None:
    """Without a whole header there is nothing to read."""
    document, _, found = read(HEADER.encode(), schema)
    assert document is None
    assert [finding.rule for finding in found] == ["SYN-09"]


def test_a_unit_too_large_is_refused_but_not_a_long_file(schema: DocumentSchema) -> None:
    """Size and number of elements are capped for each line, not for all of them together."""
    limits = Limits(unit=200_000, marks=9_000)
    found: list[Finding] = []
    document = open_document(io.BytesIO(catalogue(2000)), schema, found.append, limits=limits)
    assert document is not None
    assert sum(1 for _ in document) == 2000
    for inner, rule in (("x" * 300_000, "SYN-03"), ("<a/>" * 30_000, "SYN-07")):
        data = catalogue([line(1), line(2).replace("Pencil 2", inner), line(3)])
        found.clear()
        document = open_document(io.BytesIO(data), schema, found.append, limits=limits)
        assert document is None or list(document)
        assert [finding.rule for finding in found] == [rule]


def test_lines_beyond_65535_are_exact(schema: DocumentSchema) -> None:
    """Path and physical line of every element of every line, however long the file."""
    data = catalogue(7000)
    document = open_document(io.BytesIO(data), schema, lambda _: None)
    assert document is not None
    for number, element in document:
        if number % 500 == 0:
            start = 10 + 12 * (number - 1) - 1
            price = next(element.iter(f"{CBC}PriceAmount"))
            assert document.place(element).line == start
            assert document.place(price) == Place(
                f"/Catalogue/cac:CatalogueLine[{number}]/cac:RequiredItemLocationQuantity"
                "/cac:Price/cbc:PriceAmount",
                start + 5,
            )


def test_lines_are_exact_after_a_long_header(schema: DocumentSchema) -> None:
    """A header of more than 65,535 physical lines does not move the lines after it."""
    note = "<cbc:Note>" + "\n" * 70_000 + "</cbc:Note>\n  <cac:ProviderParty>"
    data = catalogue(3).replace(b"<cac:ProviderParty>", note.encode(), 1)
    document = open_document(io.BytesIO(data), schema, lambda _: None)
    assert document is not None
    assert [document.place(e).line for _, e in document] == [70_010, 70_022, 70_034]


def test_utf_16_is_read_line_by_line_too(schema: DocumentSchema) -> None:
    """Another encoding changes neither lines nor places."""
    text = catalogue(6000).decode().replace("UTF-8", "UTF-16").replace(">true<", ">ja<")
    _, ids, found = read(text.encode("utf-16"), schema)
    assert ids == []
    assert found[-1].place.line == 10 + 12 * 5999 + 1


def test_types_named_in_a_line_are_judged_with_their_prefixes(schema: DocumentSchema) -> None:
    """xsi:type in a line gets the verdict it gets in the whole document."""
    declared = HEADER.replace(
        "<Catalogue ", '<Catalogue xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
    )
    for type_name in ("cac:ItemType", "cac:PartyType", "cac:NoType"):
        typed = line(2).replace("<cac:Item>", f'<cac:Item i:type="{type_name}">')
        data = (declared + line(1) + typed + FOOTER).encode()
        whole = not schema.validate(etree.fromstring(data))
        document, _, found = read(data, schema)
        assert document is not None
        assert document.valid == whole == (type_name == "cac:ItemType")
        assert bool(found) != whole


def test_a_schema_hint_in_a_line_is_not_followed(schema: DocumentSchema, tmp_path: Path) -> None:
    """A line cannot bring its own declarations along."""
    hint = (
        f'xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:x {tmp_path}/x"'
    )
    document, ids, _ = read(
        catalogue([line(1), line(2).replace("<cac:Item>", f"<cac:Item {hint}>")]), schema
    )
    assert document is not None
    assert (document.valid, ids) == (True, ["1", "2"])


def nested(dice: random.Random, element: etree._Element, other: etree._Element) -> None:
    """Damage where an element stands: gone, doubled, inside another, after the lines."""
    parent = element.getparent()
    if parent is None:
        return
    twin = etree.fromstring(etree.tostring(element, with_tail=False))
    match dice.randrange(5):
        case 0:
            parent.remove(element)
        case 1:
            element.addnext(twin)
        case 2:
            other.append(twin)
        case 3:
            element.tail = dice.choice(["stray", "\n", ""])
        case _:
            element.getroottree().getroot().append(element)


def altered(dice: random.Random, element: etree._Element, other: etree._Element) -> None:
    """Damage to what an element is: its text, name or attributes."""
    match dice.randrange(4):
        case 0:
            element.text = dice.choice(["", " ", "x", "12", "true", "2026-02-30"])
        case 1:
            element.tag = dice.choice([other.tag, "{urn:x}y", f"{CBC}Note", LINE])
        case 2:
            element.set(dice.choice(["unitCode", "currencyID", "x"]), dice.choice(["EA", "?"]))
        case _:
            element.attrib.clear()


def damaged(dice: random.Random) -> bytes:
    """A catalogue of a few lines with random damage to its elements, still well-formed."""
    root = etree.fromstring(catalogue(dice.randrange(5)))
    for _ in range(dice.randrange(4)):
        everything = list(root.iter())
        dice.choice([nested, altered])(dice, dice.choice(everything), dice.choice(everything))
    return bytes(etree.tostring(root, xml_declaration=dice.random() < 0.5, encoding="UTF-8"))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0))
def test_random_damage_gets_the_verdict_of_the_whole(seed: int, schema: DocumentSchema) -> None:
    """Whatever is wrong with a catalogue, streaming says valid exactly when the whole is."""
    data = damaged(random.Random(seed))
    whole = not schema.validate(etree.fromstring(data))
    document, _, found = read(data, schema)
    assert document is not None
    assert document.valid == whole
    assert bool(found) != whole


def memory(lines: int) -> Iterator[int]:
    """Resident kilobytes of a process that streams so many lines: with schema only, and after."""
    script = f"""
import sys
sys.path.insert(0, {str(Path.cwd())!r})
from tests.unit.xml.samples import FOOTER, HEADER, line
from hub.xml.schemas import SchemaStore
from hub.xml.stream import open_document
def peak():
    return next(text.split()[1] for text in open("/proc/self/status") if text.startswith("VmHWM"))
schema = SchemaStore().schema("ubl-2.0", "Catalogue")
print(peak())
class Stream:
    def __init__(self):
        self.parts = self.make()
    def make(self):
        yield HEADER.encode()
        for start in range(0, {lines}, 100):
            yield "".join(line(n) for n in range(start, start + 100)).encode()
        yield FOOTER.encode()
    def read(self, size):
        return next(self.parts, b"")
found = []
assert sum(1 for _ in open_document(Stream(), schema, found.append)) == {lines}
assert not found
print(peak())
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    yield from map(int, done.stdout.split())


def test_memory_does_not_grow_with_the_number_of_lines(schemas_home: Path) -> None:
    """A process with Catalogue 2.0 compiled stays far below 100 MB, however many lines come."""
    assert schemas_home
    compiled, few = memory(2000)
    _, many = memory(20_000)
    assert compiled < 60_000
    assert many < few + 3_000
