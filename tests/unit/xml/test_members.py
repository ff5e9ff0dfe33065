"""Elements of some names come one by one, wherever they stand."""

import io

import pytest

from hub.xml.members import members
from hub.xml.syntax import Unusable


def names(data: bytes) -> list[str]:
    """Return what the elements A and B say, in the order they come."""
    return [f"{one.tag[-1]}{one.findtext('{*}n')}" for one in members(io.BytesIO(data), ("A", "B"))]


def test_they_come_in_order_whatever_their_namespace() -> None:
    """Deep ones too; others are not asked for."""
    data = b"<R><X><A><n>1</n></A></X><y:B xmlns:y='u'><y:n>2</y:n></y:B><C/><A><n>3</n></A></R>"
    assert names(data) == ["A1", "B2", "A3"]


def test_what_was_seen_is_let_go() -> None:
    """Only the one in hand is there, however many there are."""
    data = b"<R>" + b"<A><n>1</n></A>" * 20_000 + b"</R>"
    most = 0
    for one in members(io.BytesIO(data), ("A",)):
        above = one.getparent()
        assert above is not None
        most = max(most, above.index(one))
    assert most <= 1


def test_trouble_comes_after_what_was_whole() -> None:
    """A file that is cut off gives what is there first."""
    found = members(io.BytesIO(b"<R><A><n>1</n></A><A><n>"), ("A",))
    assert next(found).findtext("n") == "1"
    with pytest.raises(Unusable) as raised:
        next(found)
    assert raised.value.finding.rule.startswith("SYN-")


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE R [<!ENTITY a 'b'>]><R>&a;</R>", b"<R>&a;</R>"])
def test_what_cannot_be_trusted_is_refused(data: bytes) -> None:
    """As everywhere: nothing, a DOCTYPE, an entity nobody declared."""
    with pytest.raises(Unusable):
        list(members(io.BytesIO(data), ("A",)))
