"""UNS-03: a UNSPSC code exists in the loaded version."""

from typing import Any

from hub.facts.unspsc import UnspscEntry, UnspscLevel, UnspscTable
from hub.model.values import Identifier

CODE = "item.commodity_classification[0].item_classification_code"


def test_a_right_line_passes(judge: Any) -> None:
    """The right line is not blamed."""
    judged = judge("prisme", {})
    assert judged.of("UNS-03") == []


def test_an_unknown_code_is_refused(judge: Any, one: Any) -> None:
    """The version is named."""
    judged = judge("prisme", {f"{CODE}.value": "44121777"})
    one(judged, "UNS-03", field=CODE, severity="error", value="44121777", says="version 19.0501")


def test_without_a_table_one_warning(judge: Any, one: Any) -> None:
    """The operator can load one; the lines go through."""
    judged = judge("prisme", {}, {"id": Identifier("2")}, unspsc=None)
    one(judged, "UNS-03", field="", severity="warn", says="No UNSPSC table")
    assert None not in judged.bodies


def test_a_table_without_a_version_is_spoken_of_as_such(judge: Any, one: Any) -> None:
    """No sign stands where its version would."""
    entry = UnspscEntry("44121706", UnspscLevel.COMMODITY, "Wooden pencils", "Blyanter af træ")
    judged = judge("prisme", {f"{CODE}.value": "44121777"}, unspsc=UnspscTable(None, [entry]))
    said = "in the hub's UNSPSC table"
    one(judged, "UNS-03", field=CODE, severity="error", value="44121777", says=said)
