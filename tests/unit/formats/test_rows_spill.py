"""Rows put aside on disk."""

from collections.abc import Iterator

import pytest

from hub.formats.spill import Spill


@pytest.fixture
def spill() -> Iterator[Spill]:
    """An empty spill."""
    made = Spill(cache_kib=64)
    yield made
    made.close()


def test_details_are_found_by_key_in_the_order_of_the_file(spill: Spill) -> None:
    """However many keys lie between them."""
    spill.add_details((f"k{n % 3000}", n, [str(n), "æ"]) for n in range(9000))
    spill.settle()
    assert spill.details("k7") == [(7, ["7", "æ"]), (3007, ["3007", "æ"]), (6007, ["6007", "æ"])]
    assert spill.details("none") == []


def test_a_key_given_twice_is_told_with_both_rows(spill: Spill) -> None:
    """The first one holds."""
    assert list(spill.add_masters([("a", 2, None), ("b", 3, None), ("a", 4, None)])) == [(4, 2)]
    assert spill.master_row("a") == 2


def test_orphans_come_with_their_rows_and_near_misses(spill: Spill) -> None:
    """In the order in which they stand, each once."""
    list(spill.add_masters([("Ærø", 2, None)]))
    spill.add_details([("ærø", 5, []), ("x", 6, []), ("ærø", 7, [])])
    spill.settle()
    assert list(spill.orphans()) == [("ærø", [5, 7], "Ærø"), ("x", [6], None)]


def test_loops_are_found_once_and_chains_are_none(spill: Spill) -> None:
    """A -> b -> c -> b is the loop of b and c; a only leads there."""
    pointing = [("a", 1, "b"), ("b", 2, "c"), ("c", 3, "b"), ("d", 4, "e"), ("e", 5, None)]
    list(spill.add_masters(pointing))
    spill.settle()
    assert [sorted(loop) for loop in spill.loops()] == [["b", "c"]]
    assert spill.pointing_to("b") == ["a", "c"]
