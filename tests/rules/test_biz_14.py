"""BIZ-14: text holds no markup and no control characters."""

from hub.model.finding import Severity
from tests.bizfile import item, read


def test_markup_is_taken_out_and_said() -> None:
    """Tags go, entities become what they mean, and the finding shows the first."""
    said = read([item(ITEM_DESC="Flot <b>bold</b> &amp; god")])
    (finding,) = said.of("BIZ-14")
    assert (finding.severity, finding.value) == (Severity.FIX, "<b>")
    assert said.bodies[0].item.additional_information[0].value == "Flot bold & god"


def test_ordinary_signs_are_text() -> None:
    """Smaller-than and ampersand in a sentence stay."""
    said = read([item(ITEM_DESC="under < 3 mm, R&D")])
    assert not said.of("BIZ-14")
