"""What a published rule asks for, in words that fit whoever has no document in hand."""

from pathlib import Path

import pytest
from lxml import etree

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.model.finding import Place
from hub.rules.elements.lawbook import Lawbook
from hub.rules.elements.wording import demand, explained, say
from hub.xml.schemas import SchemaStore


@pytest.fixture(scope="module")
def books(schemas_home: Path) -> list[Lawbook]:
    """The published rules of every kind of document."""
    formats: Formats = load_formats(mapping_folders({}), SchemaStore(schemas_home))
    found = {id(one.published.book): one.published.book for one in formats.all() if one.published}
    return list(found.values())


def sentences(books: list[Lawbook], rule: str) -> set[str]:
    """Return what a rule asks for, in English."""
    return {
        explained(check, book.speech, path.rpartition("/")[2]).en
        for book in books
        for path, check in book.places()
        if check.id == rule
    }


def test_no_explanation_speaks_of_a_document(books: list[Lawbook]) -> None:
    """Nothing is called missing, where nothing has been looked at."""
    for book in books:
        for path, check in book.places():
            said = explained(check, book.speech, path.rpartition("/")[2])
            assert "missing" not in said.en, check.id
            assert "mangler" not in said.da, check.id


def test_a_beginning_is_not_taken_for_the_whole(books: list[Lawbook]) -> None:
    """A rule that knows how a number begins asks for a number that begins so."""
    book = books[0]
    check = next(
        one for _, one in book.places() if one.id == "F-LIB180" and one.must.word == "begins"
    )
    assert "begin with DK" in demand(check, book.speech, "cbc:EndpointID", missing=True).en
    assert any("must begin with DK" in one for one in sentences(books, "F-LIB180"))


def test_attributes_are_not_taken_for_their_element(books: list[Lawbook]) -> None:
    """A missing scheme is not called a missing number."""
    (said,) = {one for one in sentences(books, "F-LIB179") if "@schemeID" in one}
    assert said.startswith("Attribute schemeID of endpoint ID (cbc:EndpointID/@schemeID) must be")


def test_once_is_said_as_people_say_it(books: list[Lawbook]) -> None:
    """At most one is at most once, and it may be there, not must."""
    assert sentences(books, "F-OCH033") == {
        "Party legal entity (cac:PartyLegalEntity) may stand here at most once."
    }


@pytest.mark.parametrize("value", ["", "  "])
def test_what_is_empty_is_called_so(books: list[Lawbook], value: str) -> None:
    """Quotes around nothing look like a fault of the sentence."""
    book = books[0]
    check = next(one for _, one in book.places() if one.must.word == "begins")
    said = say(check, book.speech, etree.Element("Name"), Place(), value).message
    assert "(empty)" in said.en
    assert "(tom)" in said.da
    assert "(leeg)" in said.nl
    assert "“" not in said.en
