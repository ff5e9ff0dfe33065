"""Whatever bytes come in: every document ends with an outcome, and nothing else is raised."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import assert_never

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.report import Report
from hub.model.sentence import LANGUAGES
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Held,
    Processed,
    Rejected,
    Unroutable,
)
from hub.pipeline.process import process
from hub.pipeline.workbench import Workbench
from hub.resources import resource
from hub.rules.profile import Profiles, load_profiles
from hub.xml.schemas import SchemaStore
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    TOWN,
    City,
    Diary,
    agreement,
    catalogue,
    document,
    envelope,
    named,
    party,
    payload,
    wants,
)

Run = Callable[[bytes], list[Processed]]

CITY = City(
    party("maker", MAKER, numbers={"DK:CVR": "10000009"}),
    party(
        "town",
        TOWN,
        receives=[
            wants("catalogue", "town.a", CANONICAL),
            wants("catalogue", "town.b", None),
            wants("*", "town.c"),
        ],
        agreements=[agreement("T", "town")],
    ),
)
ROUND = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CANON = (
    b'{"kind":"catalogue","header":{"id":{"value":"K1"}}}\n'
    b'{"id":{"value":"1"},"item":{"name":{"value":"Pencil"}}}\n'
)
INVOICE = document(
    "Invoice",
    "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate>"
    f"<cac:AccountingSupplierParty>{named('Party', MAKER)}</cac:AccountingSupplierParty>"
    f"<cac:AccountingCustomerParty>{named('Party', TOWN)}</cac:AccountingCustomerParty>"
    "<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID='DKK'>1</cbc:PayableAmount>"
    "</cac:LegalMonetaryTotal><cac:InvoiceLine><cbc:ID>1</cbc:ID>"
    "<cbc:LineExtensionAmount currencyID='DKK'>1</cbc:LineExtensionAmount>"
    "<cac:Item/></cac:InvoiceLine>",
)


@pytest.fixture(scope="module")
def everything(schemas_home: Path) -> tuple[Formats, Profiles]:
    """Every format and profile of the project."""
    folders = mapping_folders({})
    return load_formats(folders, SchemaStore(schemas_home)), load_profiles(folders)


@pytest.fixture
def taken(everything: tuple[Formats, Profiles], tmp_path: Path) -> Run:
    """Take bytes through the line, and judge what comes out of it."""
    formats, profiles = everything

    def run(content: bytes) -> list[Processed]:
        sent = payload(content, "any.file")
        bench = Workbench(formats, profiles, CITY, Diary(), tmp_path)
        ended = process(envelope(sent), sent, bench)
        assert ended
        for one in ended:
            judge(one)
        return ended

    return run


def judge(one: Processed) -> None:
    """Every outcome is of a known kind and says why, in every language."""
    outcome = one.outcome
    match outcome:
        case Accepted(routes):
            assert routes
            assert not one.report.fatal
        case Rejected(reason):
            assert reason
            assert not one.report.valid or outcome.routes
        case Unroutable() | Conflict():
            assert one.report.fatal
        case Duplicate() | Held():
            pass
        case _:
            assert_never(outcome)
    reports: list[Report] = [one.report, *(way.report for way in getattr(outcome, "routes", ()))]
    for report in reports:
        for language in LANGUAGES:
            report.describe(language)


def mutated(original: bytes) -> st.SearchStrategy[bytes]:
    """Return a document with pieces cut out, doubled, overwritten or moved."""
    spots = st.integers(0, len(original))
    scrap = st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [
                *(b"<", b">", b"&", b"&#0;", b"</", b"<!--", b"]]>", b"<![CDATA[", b"\x00"),
                *(b'"', b"'", b";", b"\r\n", b"\xc3", b"\xff\xfe", b"<x:y/>", b"1e999"),
                *(b' xsi:type="a:b"', b"{}"),
            ]
        ),
    )
    edit = st.tuples(spots, st.integers(0, 40), scrap)

    def apply(edits: list[tuple[int, int, bytes]]) -> bytes:
        made = original
        for start, length, put in edits:
            made = made[:start] + put + made[start + length :]
        return made

    return st.lists(edit, min_size=1, max_size=4).map(apply)


@ROUND
@given(content=st.binary(max_size=400))
def test_any_bytes(taken: Run, content: bytes) -> None:
    """Noise is rejected with a finding."""
    assert all(isinstance(one.outcome, Rejected) for one in taken(content))


@ROUND
@given(content=st.text(max_size=400).map(lambda text: "<Catalogue>" + text))
def test_any_text_that_begins_like_xml(taken: Run, content: str) -> None:
    """So is noise in a shape."""
    assert all(isinstance(one.outcome, Rejected) for one in taken(content.encode()))


@ROUND
@given(content=mutated(catalogue("Pencil", "Eraser", "Ruler", contract="T", note="n")))
def test_damaged_catalogues(taken: Run, content: bytes) -> None:
    """In XML, read by a table."""
    taken(content)


@ROUND
@given(content=mutated(INVOICE))
def test_damaged_invoices(taken: Run, content: bytes) -> None:
    """In XML, passed through."""
    taken(content)


@ROUND
@given(content=mutated(CANON))
def test_damaged_canonical_files(taken: Run, content: bytes) -> None:
    """In the hub's own format."""
    taken(content)


def tables() -> list[Path]:
    """Return the example tables of the mapping folders and of the project."""
    found = [*resource("mappings").glob("*/examples/*/*"), *resource("examples").glob("*/*")]
    kinds = (".csv", ".xlsx", ".zip")
    return sorted(path for path in found if path.suffix in kinds and path.stat().st_size < 20_000)


def test_there_are_example_tables() -> None:
    """The test below reads some."""
    assert {path.suffix for path in tables()} >= {".csv"}


@ROUND
@given(data=st.data())
def test_damaged_tables(taken: Run, data: st.DataObject) -> None:
    """Sheets, archives and CSV files of the example suppliers."""
    original = data.draw(st.sampled_from(tables())).read_bytes()
    taken(data.draw(mutated(original)))


def without(path: Path, member: str) -> bytes:
    """Return an archive without one of its members."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(made, "w") as after:
        assert member in before.namelist()
        for name in before.namelist():
            if name != member:
                after.writestr(name, before.read(name))
    return made.getvalue()


def flattened(path: Path) -> bytes:
    """Return an archive in which the first member's local header is all zeros."""
    return bytes(30) + path.read_bytes()[30:]


def shortened(path: Path) -> bytes:
    """Return an archive that lost a byte near its start, so that every place is off by one."""
    content = path.read_bytes()
    return content[:4] + content[5:]


@pytest.mark.parametrize(
    "content",
    [
        without(resource("examples") / "catalogues/fjordmad.xlsx", "xl/worksheets/sheet1.xml"),
        without(resource("examples") / "catalogues/fjordmad.xlsx", "xl/workbook.xml"),
        flattened(resource("examples") / "catalogues/fjordmad.xlsx"),
        shortened(resource("examples") / "catalogues/fjordmad.xlsx"),
        flattened(resource("examples") / "catalogues/nordlys-kontor.zip"),
        shortened(resource("examples") / "catalogues/nordlys-kontor.zip"),
    ],
)
def test_broken_archives_and_workbooks(taken: Run, content: bytes) -> None:
    """They are rejected, and never the hub's trouble."""
    (one,) = taken(content)
    assert isinstance(one.outcome, Rejected)
