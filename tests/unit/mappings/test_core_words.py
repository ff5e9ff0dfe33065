"""Core words: what they have no place for goes, what stays is handed on as it is."""

from decimal import Decimal
from types import ModuleType

import pytest

from hub.model.item import Item, ItemIdentification
from hub.model.loss import LossKind
from hub.model.period import Period
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Code, Identifier, Text
from hub.resources import resource
from hub.rules.module import sibling
from hub.rules.translation import Translation

ITEM = Item(
    name=Text("Papir"),
    sellers_item_identification=ItemIdentification(id=Identifier("N-1")),
)


@pytest.fixture(scope="module")
def plain() -> ModuleType:
    """The words of the core for values."""
    return sibling(str(resource("mappings") / "en16931" / "core.py"), "plain")


def losses(said: Translation) -> list[tuple[str, LossKind, object]]:
    """Return what a translation lost."""
    return [loss for hit in said.hits(None, None) for loss in hit.losses]


def test_what_stays_as_it_is_is_not_made_anew(plain: ModuleType) -> None:
    """Nobody has to compare what was given with what is left of it."""
    said = Translation()
    assert plain.plain(ITEM, said) is ITEM
    assert plain.filled(ITEM) is ITEM
    assert losses(said) == []


def test_only_what_changes_is_made_anew(plain: ModuleType) -> None:
    """The list of a code goes; what stands beside it stays."""
    origin = Code("DK", list_id="ISO3166-1")
    scheme = TaxScheme(id=Identifier("63", scheme_id="own", scheme_agency_id="320"))
    given = TaxCategory(id=Identifier("S"), percent=Decimal(25), tax_scheme=scheme)
    said = Translation()
    made = plain.plain((ITEM, given, TaxCategory(), origin), said)
    assert made[0] is ITEM
    assert made[1].id is given.id
    assert made[1].tax_scheme == TaxScheme(id=Identifier("63", scheme_id="own"))
    assert made[2:] == (Code("DK"),)
    assert losses(said) == []


def test_what_is_left_empty_goes(plain: ModuleType) -> None:
    """R008: a group in which nothing is said is no group."""
    empty = ItemIdentification(id=Identifier(" "))
    given = Item(name=Text("Papir"), sellers_item_identification=empty, description=(Text(""),))
    assert plain.filled(given) == Item(name=Text("Papir"))
    assert plain.filled((Item(sellers_item_identification=empty), ITEM)) == (ITEM,)


def test_a_group_is_lost_but_for_what_is_kept() -> None:
    """Each field that is not named is a loss of its own, below the group and what holds it."""
    said = Translation()
    note = (Text("a"), Text("b"))
    given = Period(description=note, description_code=(Code("35", list_id="own"),))
    said.inside("delivery").lost_but("period", given, "description_code")
    assert losses(said) == [
        ("delivery.period.description", LossKind.NO_HOME, "a"),
        ("delivery.period.description", LossKind.NO_HOME, "b"),
    ]
