"""What was seen is remembered in bounded memory."""

from hub.model.finding import Place
from hub.rules.uniqueness import Ledger, Uniqueness, seen_at


def test_the_first_number_is_given_back() -> None:
    """Also after the memory has spilled to a file."""
    seen = Uniqueness(kept=10)
    assert [seen.first(str(number), number) for number in range(100)] == [None] * 100
    assert [seen.first(str(number), 999) for number in (3, 9, 10, 99)] == [3, 9, 10, 99]
    assert len(seen) == 100
    assert "50" in seen
    assert "100" not in seen
    seen.close()
    assert len(seen) == 0


def test_numbers_that_count_on_are_told_apart_from_all_others() -> None:
    """Whatever interrupts the counting, the first number of each key is given back."""
    keys = ["10", "20", "30", "35", "50", "40", "040", "60", "x", "20", "35", "70", "40", "040"]
    keys += ["80", "x", "10", "15", "0", "-10", "80", "15"]
    plain: dict[str, int] = {}
    for jump in (0, 5):
        seen, plain = Uniqueness(), {}
        for number, key in enumerate(keys, start=1):
            counted = number + (jump if number > 5 else 0)
            assert seen.first(key, counted) == plain.get(key), key
            plain.setdefault(key, counted)
            assert key in seen
        assert len(seen) == len(plain)
        assert not {"90", "00", "25"} & {key for key in ("90", "00", "25") if key in seen}


def test_a_number_seen_out_of_turn_is_found_when_its_turn_comes() -> None:
    """A line may bring two numbers, the second of them the next line's."""
    seen = Uniqueness()
    pairs = [("10", 1), ("20", 2), ("30", 2), ("30", 3), ("40", 4), ("40", 5)]
    assert [seen.first(*pair) for pair in pairs] == [None, None, None, 2, None, 4]


def test_keys_are_told_apart_by_every_character() -> None:
    """Upper and lower case are different item numbers, and a lone surrogate is no accident."""
    seen = Uniqueness(kept=1)
    assert seen.first("AB-1", 1) is None
    assert seen.first("ab-1", 2) is None
    assert seen.first("\ud800", 3) is None
    assert seen.first("ab-1", 4) == 2


def test_notes_can_be_rewritten_and_read_again() -> None:
    """In memory and in the file."""
    ledger = Ledger(kept=1)
    ledger.first("a", "1")
    ledger.first("b", "2")
    ledger.rewrite("a", "10")
    ledger.rewrite("b", "20")
    assert sorted(ledger.notes()) == ["10", "20"]


def test_people_find_a_line_by_its_row() -> None:
    """Tables have rows, XML has lines in the file; else the lines are counted."""
    assert seen_at(3, Place(row=4)) == 4
    assert seen_at(3, Place(path="/Catalogue", line=88)) == 88
    assert seen_at(3, Place()) == 3
