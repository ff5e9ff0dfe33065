"""What a system answers in EDIFACT is read with every code and word, and said as its answer."""

import datetime as dt
from pathlib import Path

import pytest

from hub.formats.payload import Payload
from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.applicationresponse import ApplicationResponse
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.pipeline.examination import Examined, examine
from hub.xml.schemas import SchemaStore
from tests.interchanges import changed, read

CONTEXT = RouteContext(now=dt.datetime(2026, 1, 7, tzinfo=dt.UTC))
EXAMPLE = "application-response"
ERROR = "ERC+K-17'\nFTX+AAO+++Ordrenummeret kendes ikke'\n"


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.mark.parametrize(
    ("segments", "words"),
    [
        (ERROR, ["[K-17] Ordrenummeret kendes ikke"]),
        ("ERC+K-17'\n", ["[K-17]"]),
        ("ERC+ZZZ'\nFTX+AAO+++Ukendt'\n", ["Ukendt"]),
        ("ERC+K-17'\nFTX+AAO+++[K-17] Ukendt'\n", ["[K-17] Ukendt"]),
        (
            "ERC+A1'\nFTX+AAO+++En lang'\nERC+A1'\nFTX+AAO+++historie'\n",
            ["[A1] En lang", "historie"],
        ),
        ("ERC+A1'\nERC+B2'\nFTX+AAO+++Ukendt'\n", ["[A1]", "[B2] Ukendt"]),
    ],
)
def test_the_code_of_an_error_is_kept(formats: Formats, segments: str, words: list[str]) -> None:
    """It stands before its sentence, once, as in the hub's own; one without a sentence alone."""
    (((head, _),), report) = read(formats, changed(EXAMPLE, (ERROR, segments)))
    assert report.valid
    assert not list(report.losses)
    assert isinstance(head, ApplicationResponse)
    (one,) = head.document_response
    assert one.response is not None
    assert [text.value for text in one.response.description] == words


def said(formats: Formats, content: bytes, target: FormatId, folder: Path) -> Examined:
    """Say an answer in another format."""
    payload = Payload.of_bytes(content, "a.edi")
    (made,) = examine(payload, formats, CONTEXT, formats.get(target), folder)
    return made


WAYS = {
    "oioubl": (FormatId("oioubl", EXAMPLE, "2.1"), "TechnicalReject", "TechnicalAccept"),
    "peppol": (FormatId("peppol", "message-level-response", "3"), "RE", "AP"),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_approves_nothing(formats: Formats, tmp_path: Path, way: str) -> None:
    """That a system took a document says nothing of what its people think of it."""
    target, no, yes = WAYS[way]
    taken = changed(EXAMPLE, ("BGM+313", "BGM+312"), (ERROR, ""))
    for name, content, word in (("no", changed(EXAMPLE), no), ("yes", taken, yes)):
        made = said(formats, content, target, tmp_path / name)
        assert made.checked is not None
        assert made.checked.valid
        with made.parts[0].payload().open() as stream:
            assert f">{word}</cbc:ResponseCode>".encode() in stream.read()
        lost = [one.field for one in made.report.losses]
        assert "document_response.response.reference_id" in lost


def test_it_is_no_invoice_response(formats: Formats, tmp_path: Path) -> None:
    """Which would say what the buyer decided."""
    target = FormatId("peppol", "invoice-response", "3")
    made = said(formats, changed(EXAMPLE), target, tmp_path)
    assert not made.parts
    assert [one.rule for one in made.report.findings()] == ["no-conversion"]


@pytest.mark.parametrize(("way", "rule"), [("oioubl", "OIO-53"), ("peppol", "PEP-79")])
def test_one_about_no_document_is_refused(
    formats: Formats, tmp_path: Path, way: str, rule: str
) -> None:
    """It names the message alone, by a number that only the hub knows."""
    content = changed(EXAMPLE, ("RFF+IV:FAKTURA-7'\n", ""), ("DTM+171:20260105:102'\n", ""))
    made = said(formats, content, WAYS[way][0], tmp_path)
    assert not made.parts
    assert [one.rule for one in made.report.findings()] == [rule]
