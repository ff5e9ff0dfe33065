"""Each published rule tells the smallest document that keeps it from the smallest that does not."""

import os
from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.rules.elements.lawbook import Lawbook, load_lists
from hub.xml.schemas import SchemaStore
from tests.rules.smallest import Smallest, is_broken, is_for, made_by_words

RULES = Path(__file__).parents[2] / "mappings" / "oioubl" / "rules"
KINDS = sorted(
    path.stem
    for path in RULES.glob("*.toml")
    if path.stem not in ("lists", "parts", "releases", "sentences")
)


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders(os.environ), SchemaStore(schemas_home))


def book_of(formats: Formats, kind: str) -> tuple[str, Lawbook]:
    """Return the name of a document's root and the rules of its kind."""
    one = next(one for one in formats if one.id.authority == "oioubl" and one.kind == kind)
    assert one.published is not None
    assert one.declared.root is not None
    return one.declared.root, one.published.book


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_is_kept_and_broken(formats: Formats, kind: str) -> None:
    """Every rule that is data, at every kind of place: one example keeps it, one breaks it."""
    root, book = book_of(formats, kind)
    lists = load_lists(RULES / "lists.toml")
    wrong, seen = [], set()
    for place, check in book.places():
        if id(check) in seen or not made_by_words(check) or not is_for(check, root):
            continue
        seen.add(id(check))
        kept = is_broken(check, Smallest(root, place, lists).keeps(check))
        broken = is_broken(check, Smallest(root, place, lists).breaks(check))
        if (kept, broken) != (False, True):
            wrong.append((check.id, place, kept, broken))
    assert wrong == []
    assert len(seen) > 100
