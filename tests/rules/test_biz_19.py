"""BIZ-19: an update removes and replaces only what there is."""

from collections.abc import Callable

from tests.bizfile import HEAD, item, read


class Memory:
    """A hub that remembers one catalogue."""

    def last_version(self, seller: str, catalogue_id: str) -> str | None:
        """Version 10 of K1."""
        return "10" if (seller, catalogue_id) == ("nordlys", "K1") else None

    def published_items(self, seller: str) -> Callable[[str, str | None], bool] | None:
        """Item OLD only."""
        return lambda number, _variant: (seller, number) == ("nordlys", "OLD")

    def agreement(self, _seller: str, _buyer: str, _agreement_id: str) -> None:
        """None are known."""

    def active_items(self, _seller: str, _buyer: str, _agreement_id: str) -> None:
        """None are active."""

    def enrolment(self, _seller: str, _buyer: str) -> None:
        """Nobody is enrolled."""


DELTA = {**HEAD, "ACTION": "DELTA"}


def test_an_unknown_item_cannot_be_removed() -> None:
    """Status U in an update means removal."""
    said = read([item(ITEM_STATUS="U")], head=DELTA, known=Memory())
    assert [finding.value for finding in said.of("BIZ-19")] == ["A-1"]


def test_a_known_item_is_removed_and_a_new_one_added() -> None:
    """OLD goes, A-1 comes."""
    rows = [item(ITEM_NO="OLD", ITEM_STATUS="U"), item(ITEM_STATUS="N")]
    said = read(rows, head=DELTA, known=Memory())
    assert not said.of("BIZ-19")
    assert [body.action_code.value for body in said.bodies] == ["Delete", "Update"]


def test_a_replaced_item_of_the_active_version_is_known() -> None:
    """What is replaced may be in the active catalogue, not in the update."""
    assert not read([item(ITEM_REPLACES="OLD")], head=DELTA, known=Memory()).of("BIZ-19")
    assert read([item(ITEM_REPLACES="B-9")], head=DELTA, known=Memory()).of("BIZ-19")


def test_without_memory_it_is_skipped() -> None:
    """What cannot be asked is not passed."""
    assert "BIZ-19" in read(head=DELTA).skipped
