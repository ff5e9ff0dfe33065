"""Formats that can only be passed on."""

from typing import Any

import pytest

from hub.model.finding import Who
from hub.model.identity import FormatId
from tests.unit.pipeline.desk import Desk
from tests.unit.pipeline.folders import SEALED
from tests.unit.pipeline.world import Hall, catalogue, wants


@pytest.fixture
def desk(hall: Hall) -> Desk:
    """A place to send from."""
    return Desk(hall)


class TestFormatsThatCannotBeWritten:
    """The made-up sealed catalogues are read by a table and only passed on."""

    WANTED = wants("catalogue", "town.in", FormatId("sealed", "catalogue", "1"), "easy")

    def sent(self, *lines: str, **more: Any) -> bytes:
        """Return a sealed catalogue."""
        return catalogue(*lines, customization=SEALED, **more)

    def test_they_are_passed_on(self, desk: Desk) -> None:
        """The receiver's rules saw every line."""
        way = desk.routed(self.sent("Pencil", "easy frowns"), self.WANTED)
        assert way.unchanged
        assert way.lines == 2
        assert [finding.rule for finding in way.report.findings()] == ["EASY-WARN"]

    def test_their_lines_are_refused_by_the_receivers_rules(self, desk: Desk) -> None:
        """Nothing is passed on that a rule refused."""
        strict = wants("catalogue", "town.in", None, "picky")
        assert "PICKY-LINE" in desk.refused(self.sent("Pencil", "picky minds"), strict)

    @pytest.mark.parametrize("line", ["easy minds", "easy tidies up"])
    def test_they_cannot_be_changed(self, desk: Desk, line: str) -> None:
        """A line left out or repaired would have to be written anew."""
        rules = desk.refused(self.sent("Pencil", line), self.WANTED)
        assert rules[-1] == "no-mapping"

    def test_others_cannot_be_made_of_them(self, desk: Desk) -> None:
        """Nor they of others; it is the operator who must act."""
        assert desk.refused(catalogue(), self.WANTED) == ["no-mapping"]
        (way,) = desk.send(catalogue(), self.WANTED)
        finding = way.report.findings()[0]
        assert finding.who is Who.HUB
        assert (finding.value, finding.expected) == ("ubl:catalogue:2.1", "sealed:catalogue:1")
