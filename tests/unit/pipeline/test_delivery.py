"""One route: unchanged, written anew, refused."""

import datetime as dt
from dataclasses import replace

import pytest

from hub.formats.payload import Payload
from hub.model.finding import Layer, Who
from hub.model.identity import FormatId
from hub.model.loss import LossKind
from hub.model.report import LayerStatus
from hub.pipeline.delivery import context_of
from hub.pipeline.outcome import (
    Accepted,
    OutputInvalid,
    Refused,
    Rejected,
    Routed,
    RouteHeld,
)
from hub.pipeline.party import Subscription
from hub.pipeline.routing import Route
from tests.unit.pipeline.desk import Desk
from tests.unit.pipeline.folders import DEMO
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    TOWN,
    UBL,
    Hall,
    catalogue,
    envelope,
    party,
    payload,
    wants,
)

DEMO_ID = FormatId("demo", "catalogue", "1")
LAME_ID = FormatId("lame", "catalogue", "1")


@pytest.fixture
def desk(hall: Hall) -> Desk:
    """A place to send from."""
    return Desk(hall)


def same(port: str = "town.in", profile: str | None = None, **options: object) -> Subscription:
    """Return a subscription to plain UBL catalogues."""
    return wants("catalogue", port, UBL, profile, **options)


def names(way: Routed) -> list[str]:
    """Return the item names of a canonical output."""
    text = way.parts[0].path.read_text(encoding="utf-8")
    return [
        line.split('"name":{"value":"')[1].split('"')[0] for line in text.splitlines()[1:] if line
    ]


@pytest.mark.parametrize("subscription", [same(), wants("catalogue", "town.in")])
def test_the_same_format_gets_the_very_bytes(desk: Desk, subscription: Subscription) -> None:
    """Down to blanks, comments and the order of attributes, under the sender's file name."""
    sent = catalogue().replace(b"<cbc:ID>1</cbc:ID>", b"<!-- here --><cbc:ID  >1</cbc:ID>")
    way = desk.routed(Payload.of_bytes(sent, "mine.xml", "text/xml"), subscription)
    assert way.unchanged
    (part,) = way.parts
    assert part.path.read_bytes() == sent
    assert (part.name, part.media_type, part.size) == ("mine.xml", "text/xml", len(sent))
    assert way.lines == 2
    assert [part.path] == desk.files()


def test_the_receivers_rules_hold_for_what_is_passed_on_too(desk: Desk) -> None:
    """A frown does not change the document; what is minded refuses it."""
    way = desk.routed(catalogue("picky frowns"), same(profile="picky"))
    assert way.unchanged
    assert [finding.rule for finding in way.report.findings(Layer.RECEIVER)] == ["PICKY-WARN"]
    assert way.report.findings()[0].receiver == "town"
    assert desk.refused(catalogue("picky minds"), same(profile="picky")) == ["PICKY-LINE"]


def test_what_a_receivers_rule_repaired_is_written_anew(desk: Desk) -> None:
    """The original would say what the report says was repaired."""
    way = desk.routed(catalogue("picky tidies this up"), same(profile="picky"))
    assert not way.unchanged
    text = way.parts[0].path.read_text(encoding="utf-8")
    assert "<cbc:Name>picky tidies</cbc:Name>" in text
    (cut,) = [loss for loss in way.report.losses if loss.kind is LossKind.CUT]
    assert (cut.field, cut.examples) == ("item.name", ("picky tidies this up",))


def test_what_the_formats_rule_repaired_is_written_anew(desk: Desk) -> None:
    """Also for receivers without rules."""
    way = desk.routed(
        catalogue("demo tidies this up", customization=DEMO),
        wants("catalogue", "town.in", DEMO_ID),
    )
    assert not way.unchanged
    assert "<cbc:Name>demo tidies</cbc:Name>" in way.parts[0].path.read_text(encoding="utf-8")
    assert [loss.kind for loss in desk.processed.report.losses] == [LossKind.CUT]


def test_a_refused_line_is_left_out_where_parts_are_taken(desk: Desk) -> None:
    """The original, which still has the line, is not passed on."""
    way = desk.routed(catalogue("Pencil", "easy minds", "Ruler"), same(profile="easy"))
    assert (way.lines, way.refused_lines, way.unchanged) == (2, 1, False)
    [left] = way.left_out
    assert (left.line, left.item, left.rules) == (2, "2", ("EASY-LINE",))
    assert left.place.path is not None
    text = way.parts[0].path.read_text(encoding="utf-8")
    assert "easy minds" not in text
    assert text.count("<cac:CatalogueLine>") == 2


def test_a_line_the_format_refuses_is_left_out_where_parts_are_taken(desk: Desk) -> None:
    """Who takes parts has the rest; who does not, refuses, rules of its own or not."""
    sent = catalogue("Pencil", "demo minds", customization=DEMO)
    taken, refused, plain = desk.send(
        sent,
        wants("catalogue", "town.a", CANONICAL, "easy"),
        wants("catalogue", "town.b", CANONICAL, "picky"),
        wants("catalogue", "town.c", CANONICAL),
    )
    assert isinstance(taken, Routed)
    assert names(taken) == ["Pencil"]
    assert (taken.lines, taken.refused_lines) == (1, 1)
    assert isinstance(refused, Refused)
    assert isinstance(plain, Refused)


def test_a_document_refused_for_its_own_line_names_that_rule(desk: Desk) -> None:
    """The receivers did not refuse it for anything of theirs."""
    sent = catalogue("Pencil", "demo minds", customization=DEMO)
    assert desk.refused(sent, wants("catalogue", "town.in", CANONICAL)) == []
    assert isinstance(desk.processed.outcome, Rejected)
    assert desk.processed.outcome.reason == "DEMO-LINE"


@pytest.mark.parametrize(
    ("profile", "options", "lines"),
    [
        ("easy", {}, 1),
        ("easy", {"partial_ok": False}, None),
        ("picky", {}, None),
        ("picky", {"partial_ok": True}, 1),
        ("never", {}, None),
        ("never", {"partial_ok": True}, None),
    ],
)
def test_the_profile_and_its_option_say_whether_parts_are_taken(
    desk: Desk, profile: str, options: dict[str, bool], lines: int | None
) -> None:
    """An operator may set what the profile leaves open."""
    subscription = wants("catalogue", "town.in", CANONICAL, profile, **options)
    sent = catalogue("Pencil", f"{profile} minds")
    if lines is None:
        assert desk.refused(sent, subscription) == [f"{profile.upper()}-LINE"]
    else:
        assert desk.routed(sent, subscription).lines == lines


def test_nothing_is_no_part(desk: Desk) -> None:
    """A catalogue of which every line was refused is refused."""
    assert desk.refused(catalogue("easy minds"), same(profile="easy")) == ["EASY-LINE"]


def test_an_error_in_the_head_or_at_the_end(desk: Desk) -> None:
    """A head cannot be left out; what shows at the end is left to who takes parts."""
    own = catalogue(note="demo minds the end", customization=DEMO)
    assert desk.refused(own, wants("catalogue", "town.in", CANONICAL)) == []
    assert desk.routed(own, wants("catalogue", "town.in", CANONICAL, "easy")).lines == 2
    way = desk.routed(own, wants("catalogue", "town.in", DEMO_ID, "easy"))
    assert not way.unchanged
    head = catalogue(note="easy minds the head")
    assert desk.refused(head, same(profile="easy")) == ["EASY-HEAD"]
    end = catalogue(note="picky minds the end")
    assert desk.refused(end, same(profile="picky")) == ["PICKY-END"]
    assert desk.routed(catalogue(note="easy minds the end"), same(profile="easy")).lines == 2


def test_a_fatal_line_refuses_everything_and_all_lines_are_judged(desk: Desk) -> None:
    """The report goes on after the line that ended it."""
    sent = catalogue("easy hates", "Pencil", "easy minds")
    assert desk.refused(sent, same(profile="easy")) == ["EASY-FATAL", "EASY-LINE"]


def test_one_refused_route_stops_no_other(desk: Desk) -> None:
    """Nor does one with an invalid output; each leaves only its own files."""
    good, refused, broken = desk.send(
        catalogue("picky minds"),
        wants("catalogue", "town.a", CANONICAL),
        wants("catalogue", "town.b", CANONICAL, "picky"),
        wants("catalogue", "town.c", LAME_ID),
    )
    assert isinstance(good, Routed)
    assert isinstance(refused, Refused)
    assert isinstance(broken, OutputInvalid)
    assert [good.parts[0].path] == desk.files()
    assert isinstance(desk.processed.outcome, Accepted)


def test_an_invalid_output_is_the_hubs_fault(desk: Desk) -> None:
    """The document is accepted, the route parked with what is wrong in what was written."""
    (way,) = desk.send(catalogue(), wants("catalogue", "town.in", LAME_ID))
    assert isinstance(way, OutputInvalid)
    assert way.report.status(Layer.SCHEMA) is LayerStatus.INVALID
    assert way.report.format_id == "lame:catalogue:1"
    assert isinstance(desk.processed.outcome, Accepted)
    assert desk.processed.report.valid
    assert desk.files() == []


def test_what_an_unconfigured_number_stands_beside_is_passed_on(desk: Desk) -> None:
    """The receiver's endpoint is known; a number behind it that is not changes nothing."""
    number = (
        "<cac:PartyIdentification><cbc:ID schemeID='DK:CVR'>99000023</cbc:ID>"
        "</cac:PartyIdentification>"
    )
    sent = catalogue(receiver=TOWN).replace(
        f">{TOWN}</cbc:EndpointID>".encode(), f">{TOWN}</cbc:EndpointID>{number}".encode()
    )
    assert desk.routed(sent, same()).unchanged
    assert desk.processed.summary is not None
    assert len(desk.processed.summary.receiver) == 2


def test_a_new_document_names_its_receiver_and_agreement(desk: Desk) -> None:
    """They come from the configuration, and are reported as put in."""
    way = desk.routed(catalogue(), wants("catalogue", "town.in", CANONICAL))
    assert TOWN in way.parts[0].path.read_text(encoding="utf-8")
    derived = {loss.field for loss in way.report.losses if loss.kind is LossKind.DERIVED}
    assert derived == {"receiver_party", "referenced_contract", "seller_supplier_party"}


def test_losses_are_counted_for_each_route(desk: Desk) -> None:
    """What one format cannot hold is no loss of another's."""
    unchanged, canonical, lame = desk.send(
        catalogue("Pencil", "Ruler"),
        same("town.a"),
        wants("catalogue", "town.b", CANONICAL),
        wants("catalogue", "town.c", LAME_ID),
    )
    assert not unchanged.report.losses
    kinds = {loss.kind for loss in canonical.report.losses}
    assert kinds == {LossKind.DERIVED}
    assert isinstance(lame, OutputInvalid)


def test_what_was_not_read_is_no_loss_when_nothing_was_written(desk: Desk) -> None:
    """The receiver has the original; only a new document can lack something."""
    extension = (
        b"<ext:UBLExtensions xmlns:ext='urn:oasis:names:specification:ubl:schema:xsd:"
        b"CommonExtensionComponents-2'><ext:UBLExtension><ext:ExtensionContent>"
        b"<x xmlns='urn:example:x'>7</x></ext:ExtensionContent></ext:UBLExtension>"
        b"</ext:UBLExtensions>"
    )
    sent = catalogue().replace(b"<cbc:UBLVersionID>", extension + b"<cbc:UBLVersionID>")
    desk.routed(sent, same())
    assert not desk.processed.report.losses
    desk.routed(sent, wants("catalogue", "town.in", CANONICAL))
    assert [loss.kind for loss in desk.processed.report.losses] == [LossKind.NO_HOME]


def test_what_a_receiver_never_gets_is_left_out_and_no_fault(desk: Desk) -> None:
    """The rest goes on, also where no parts are taken, and is written anew."""
    way = desk.routed(catalogue("Pencil", "picky skips"), same(profile="picky"))
    assert (way.lines, way.refused_lines, way.unchanged) == (1, 0, False)
    assert way.report.valid
    assert "picky skips" not in way.parts[0].path.read_text(encoding="utf-8")


def test_a_document_of_which_nothing_is_left_is_not_sent(desk: Desk) -> None:
    """An empty document would be invalid, and that not by the hub's fault."""
    assert desk.refused(catalogue("picky skips"), same(profile="picky")) == ["nothing-for-receiver"]
    (way,) = desk.send(catalogue("picky skips"), same(profile="picky"))
    assert way.report.findings()[0].who is Who.HUB


def test_a_rule_may_hold_a_route(desk: Desk) -> None:
    """It waits for what the rule names; the others go on, and nothing of it is left."""
    held, routed = desk.send(catalogue(note="picky waits"), same(profile="picky"), same("town.b"))
    assert isinstance(held, RouteHeld)
    assert (held.reason, held.until) == ("PICKY-WAIT", None)
    assert isinstance(routed, Routed)
    assert [routed.parts[0].path] == desk.files()
    assert isinstance(desk.processed.outcome, Accepted)


def test_what_is_refused_does_not_wait(desk: Desk) -> None:
    """No waiting would make it good."""
    sent = catalogue("picky minds", note="picky waits")
    assert desk.refused(sent, same(profile="picky")) == ["PICKY-WAIT", "PICKY-LINE"]


def test_without_a_profile_the_rules_of_the_format_written_hold(desk: Desk) -> None:
    """What would be wrong in the target is told of the source, not of the hub."""
    demo = wants("catalogue", "town.in", DEMO_ID)
    assert desk.refused(catalogue("Pencil", "demo minds"), demo) == ["DEMO-LINE"]
    assert desk.routed(catalogue("Pencil"), demo).lines == 1


def test_receivers_that_share_rules_are_judged_one_by_one(desk: Desk) -> None:
    """What two with the same profile share is told to each of them."""
    both = desk.send(
        catalogue("picky tidies up", "picky frowns"),
        wants("catalogue", "town.a", CANONICAL, "picky"),
        wants("catalogue", "town.b", UBL, "picky"),
    )
    assert [type(way) for way in both] == [Routed, Routed]
    rules = [[finding.rule for finding in way.report.findings()] for way in both]
    assert rules == [["PICKY-TIDY", "PICKY-WARN"]] * 2
    assert [LossKind.CUT in {loss.kind for loss in way.report.losses} for way in both] == [True] * 2


@pytest.mark.parametrize(("at", "day"), [("21:59", 30), ("22:00", 1)])
def test_writers_and_rules_know_the_receivers_day(at: str, day: int) -> None:
    """A price of July holds from midnight in Denmark, two hours before UTC's."""
    maker, town = party("maker", MAKER), party("town", TOWN, receives=[wants("catalogue", "t.in")])
    moment = dt.datetime.fromisoformat(f"2026-06-30T{at}").replace(tzinfo=dt.UTC)
    route = Route(maker, town, "catalogue", town.ports[0])
    context = context_of(envelope(payload(b"-"), accepted_at=moment), UBL, maker, route)
    assert context.today.day == day
    assert context.now == moment


OLDER = FormatId("ubl", "catalogue", "2.0")
BEFORE_ITEM = b"<cac:Item>"
UNIT = b"<cbc:MinimumOrderQuantity unitCode='H87'>2</cbc:MinimumOrderQuantity>" + BEFORE_ITEM


def test_a_code_the_older_version_lacks_is_told_to_the_sender(desk: Desk) -> None:
    """It is the document's, so nothing is parked; no other code takes its place."""
    sent = catalogue("Pencil").replace(BEFORE_ITEM, UNIT)
    (way,) = desk.send(sent, wants("catalogue", "town.in", OLDER))
    assert isinstance(way, Refused)
    (finding,) = (one for one in way.report.findings() if one.severity.refuses)
    assert (finding.rule, finding.value, finding.expected) == ("not-in-format", "H87", str(OLDER))
    assert (finding.place.path or "").endswith("CatalogueLine[1]/cbc:MinimumOrderQuantity")
    assert finding.place.line is None
    assert desk.files() == []
    assert desk.routed(sent.replace(b"H87", b"EA"), wants("catalogue", "town.in", OLDER)).lines == 1


def test_a_code_the_newer_version_has_goes_there_instead(desk: Desk) -> None:
    """A receiver that takes both gets the second."""
    both = replace(wants("catalogue", "town.in", OLDER), otherwise=CANONICAL)
    sent = catalogue("Pencil").replace(BEFORE_ITEM, UNIT)
    assert b"H87" in desk.routed(sent, both).parts[0].path.read_bytes()


STAMPED = FormatId("stamped", "catalogue", "1")


def test_a_code_that_the_table_wrote_is_parked(desk: Desk) -> None:
    """The sender gave no unit at all; what the schema lacks is the hub's own, and its fault."""
    sent = catalogue("Pencil").replace(BEFORE_ITEM, UNIT)
    (way,) = desk.send(sent.replace(b" unitCode='H87'", b""), wants("catalogue", "t.in", STAMPED))
    assert isinstance(way, OutputInvalid)
    assert [one.rule for one in way.report.findings()] == ["XSD-CODE"]
    (way,) = desk.send(sent, wants("catalogue", "t.in", STAMPED))
    assert isinstance(way, Refused)
