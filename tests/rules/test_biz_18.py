"""BIZ-18: the version is not lower than the last accepted one."""

from collections.abc import Callable

from hub.model.finding import Severity
from tests.bizfile import HEAD, read


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


def test_a_lower_version_is_warned_of() -> None:
    """Versions are counted, not spelled: 9 comes before 10."""
    (finding,) = read(head={**HEAD, "VERSION": "9"}, known=Memory()).of("BIZ-18")
    assert (finding.severity, finding.expected) == (Severity.WARN, "10")


def test_the_same_or_a_higher_version_passes() -> None:
    """10 again is a matter of duplicates, 11 is new."""
    for version in ("10", "11"):
        assert not read(head={**HEAD, "VERSION": version}, known=Memory()).of("BIZ-18")


def test_without_memory_it_is_skipped() -> None:
    """What cannot be asked is not passed."""
    assert "BIZ-18" in read().skipped


def test_a_number_of_any_length_is_counted() -> None:
    """Thousands of digits are a high version, and leading zeros count for nothing."""
    assert not read(head={**HEAD, "VERSION": "9" * 5000}, known=Memory()).of("BIZ-18")
    assert read(head={**HEAD, "VERSION": "0" * 5000 + "9"}, known=Memory()).of("BIZ-18")
