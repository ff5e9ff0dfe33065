"""Documents are recognised by what they say, not by what they are called."""

from collections.abc import Callable

import pytest

from hub.formats.folder import Mistakes
from hub.formats.identity import Identity, Said, load_identity
from hub.formats.payload import Payload
from hub.formats.registry import Formats
from hub.model.finding import Layer
from hub.model.report import Report

Catalogue = Callable[..., bytes]
ITEM = "<cac:Item><cbc:Name>Vare</cbc:Name></cac:Item>"


def identify(formats: Formats, content: bytes, name: str = "a.bin") -> tuple[str | None, Report]:
    """Return the format id and the report."""
    report = Report(name)
    found = formats.identify(Payload.of_bytes(content, name), report)
    return (None if found is None else str(found.id)), report


@pytest.mark.parametrize(
    ("ubl", "customization", "expected"),
    [
        ("2.0", "OIOUBL-2.02", "oioubl:catalogue:2.02"),
        ("1.0", "OIOUBL-2.1", "oioubl:catalogue:2.1"),
        ("2.0", "OIOUBL-2.01", "oioubl:catalogue:2.01"),
        ("2.1", "urn:fdc:peppol.eu:poacc:trns:catalogue:3", "peppol:catalogue:3"),
        ("2.0", "OIOUBL-9.9", "oioubl:catalogue:unknown-2.0"),
        ("2.2", "", "ubl:catalogue:2.2"),
        ("7", "", "ubl:catalogue:2.1"),
        ("", "", "ubl:catalogue:2.1"),
    ],
)
def test_the_customization_decides_then_the_version(
    formats: Formats, catalogue: Catalogue, ubl: str, customization: str, expected: str
) -> None:
    """A known customization decides alone; without one the UBL version does, else 2.1."""
    content = catalogue(ITEM, ubl=ubl, customization=customization)
    found, report = identify(formats, content)
    assert found == expected
    assert report.format_id == expected
    assert not report.findings()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_are_recognised(formats: Formats, catalogue: Catalogue, encoding: str) -> None:
    """A document in another encoding is the same document."""
    text = catalogue(ITEM).decode().replace("Vare", "Æske")
    name = encoding.replace("-sig", "")
    content = f'<?xml version="1.0" encoding="{name}"?>\n{text}'.encode(encoding)
    assert identify(formats, content)[0] == "oioubl:catalogue:2.1"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"Kaere kunde\r\n\x00priser", "“Kaere kunde↵<U+0000>priser”"),
        (b"Kaere kunde\r\n", "“Kaere kunde”"),
        ("Kære kunde".encode(), "“Kære kunde”"),
        ("Kære kunde".encode("latin-1"), "“Kære kunde”"),
        (b"\xef\xbb\xbfhej", "“hej”"),
        (b"A" * 39 + "æblegrød".encode(), f"“{'A' * 39}…”"),
    ],
)
def test_the_beginning_of_a_strange_file_is_shown_as_text(
    formats: Formats, content: bytes, shown: str
) -> None:
    """Cut short, with control characters as numbers; nobody reads bytes of a program."""
    _, report = identify(formats, content)
    (finding,) = report.findings()
    assert (finding.rule, finding.value) == ("FMT-01", shown)
    assert shown in finding.message.da


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "FMT-01"),
        (b"MSH|^~ADT1|somebody", "FMT-01"),
        (b"<Unheard xmlns='urn:x'/>", "FMT-02"),
        (b"<Catalogue/>", "FMT-02"),
        (b"<Catalogue", "SYN-09"),
        (b"<!DOCTYPE Catalogue [<!ENTITY a 'b'>]><Catalogue/>", "SYN-02"),
    ],
)
def test_unknown_files_say_why(formats: Formats, content: bytes, rule: str) -> None:
    """What nobody knows ends with one fatal finding."""
    found, report = identify(formats, content)
    assert found is None
    assert [f.rule for f in report.findings(Layer.SYNTAX)] == [rule]
    assert report.fatal


def test_the_name_is_not_believed(formats: Formats, catalogue: Catalogue) -> None:
    """Content decides, whatever the file is called."""
    assert identify(formats, catalogue(ITEM), "preise.xlsx")[0] == "oioubl:catalogue:2.1"


def test_the_most_specific_identity_wins() -> None:
    """An equal customization beats a beginning, that a part, that none; a profile adds."""
    said = Said("2.1", "urn:a:b:c", "P1")
    ranked = [
        Identity(otherwise=True),
        Identity(ubl_version_id="2.1"),
        Identity(customization_contains="a:b"),
        Identity(customization_starts="urn:a"),
        Identity(customization_starts="urn:a:b"),
        Identity(customization_id="urn:a:b:c"),
        Identity(customization_id="urn:a:b:c", profile_id="P1"),
    ]
    scores = [identity.match(said) for identity in ranked]
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: score or ())
    assert len(set(scores)) == len(scores)
    assert Identity(customization_id="urn:a").match(said) is None
    assert Identity(customization_id="urn:a:b:c", profile_id="P2").match(said) is None
    assert Identity(ubl_version_id="2.0").match(said) is None


def test_an_unknown_word_in_an_identity_is_a_mistake() -> None:
    """Recognition has a closed vocabulary as well."""
    mistakes = Mistakes()
    load_identity({"customisation": "x", "profile_id": 3}, "a/format.toml", "document[0]", mistakes)
    assert len(mistakes.sentences) == 2
    assert mistakes.sentences[0].startswith("a/format.toml: document[0].identity.customisation")
