"""How documents end."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.errors import ConfigurationError
from hub.formats.payload import Payload
from hub.formats.unjudged import NEEDS_MEMORY
from hub.model.finding import Layer, Severity
from hub.model.identity import FormatId
from hub.model.report import LayerStatus
from hub.pipeline.envelope import document_id
from hub.pipeline.memory import Earlier
from hub.pipeline.outcome import (
    Accepted,
    Conflict,
    Duplicate,
    Refused,
    Rejected,
    Routed,
    Unroutable,
)
from hub.pipeline.process import process
from tests.unit.pipeline.folders import DEMO
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    OTHER_MAKER,
    TOWN,
    UBL,
    VILLAGE,
    City,
    Diary,
    Hall,
    agreement,
    catalogue,
    document,
    envelope,
    named,
    party,
    payload,
    routed,
    run,
    wants,
)


def city() -> City:
    """Return two buyers: town takes UBL by picky rules, village the hub's own format."""
    return City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "town.in", UBL, "picky"), wants("*", "town.all")],
            agreements=[agreement("T", "town")],
        ),
        party(
            "village",
            VILLAGE,
            receives=[wants("catalogue", "village.in", CANONICAL)],
            agreements=[agreement("V", "village")],
        ),
    )


def rules(processed: Any, layer: Layer | None = None) -> list[str]:
    """Return the rules a document's report names."""
    return [finding.rule for finding in processed.report.findings(layer)]


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_good_document_reaches_everybody(hall: Hall) -> None:
    """Each receiver gets it in the format it wants."""
    processed = run(hall, city(), catalogue())
    assert isinstance(processed.outcome, Accepted)
    assert routed(processed) == ["town/town.in/T", "village/village.in/V"]
    assert processed.format == UBL
    assert processed.summary is not None
    assert processed.summary.id == "K1"
    assert processed.document == document_id("interchange-1", 1)
    assert processed.report.valid
    assert processed.report.status(Layer.SCHEMA) is LayerStatus.VALID
    town, village = processed.outcome.routes
    assert isinstance(town, Routed)
    assert isinstance(village, Routed)
    assert (town.unchanged, village.unchanged) == (True, False)
    assert (town.lines, village.lines) == (2, 2)
    assert village.parts[0].name.endswith(".jsonl")


def test_mixed_routes_are_accepted(hall: Hall) -> None:
    """One receiver refuses, the other has it all the same."""
    outcome = run(hall, city(), catalogue("Pencil", "picky minds")).outcome
    assert isinstance(outcome, Accepted)
    town, village = outcome.routes
    assert isinstance(town, Refused)
    assert [finding.rule for finding in town.report.findings()] == ["PICKY-LINE"]
    assert isinstance(village, Routed)
    assert village.lines == 2


def test_what_every_receiver_refuses_is_rejected(hall: Hall) -> None:
    """The sender may repair it and send it again under its number."""
    processed = run(hall, city(), catalogue("picky minds"), ports=("town",))
    assert isinstance(processed.outcome, Rejected)
    assert processed.outcome.reason == "refused-by-all-receivers"
    assert [route.route.receiver.key for route in processed.outcome.routes] == ["town"]
    assert processed.report.valid


def test_a_rejected_document_tells_all_that_is_wrong(hall: Hall) -> None:
    """Schema findings in later lines too, with their places, and no output is left."""
    bad = catalogue("Pencil", "Eraser", "Ruler").replace(
        b"<cbc:ID>2</cbc:ID>", b"<cbc:ID>2</cbc:ID><cbc:Nonsense>x</cbc:Nonsense>"
    )
    bad = bad.replace(b"<cbc:ID>3</cbc:ID>", b"")
    sent, bench = payload(bad), hall.bench(city(), None)
    (processed,) = process(envelope(sent), sent, bench)
    assert isinstance(processed.outcome, Rejected)
    paths = [finding.place.path or "" for finding in processed.report.findings(Layer.SCHEMA)]
    assert len(paths) == 2
    assert "CatalogueLine[2]" in paths[0]
    assert "CatalogueLine[3]" in paths[1]
    assert processed.outcome.reason == processed.report.findings()[0].rule
    assert files(bench.folder) == []


def test_an_unauthorised_sender_hears_the_rest_too(hall: Hall) -> None:
    """Who may send is not the only question that is answered."""
    bad = catalogue("Pencil", "Eraser", sender=OTHER_MAKER).replace(b"<cbc:ID>2</cbc:ID>", b"")
    processed = run(hall, city(), bad)
    assert isinstance(processed.outcome, Rejected)
    assert rules(processed, Layer.RECEIVER) == ["sender-not-authorised"]
    assert len(rules(processed, Layer.SCHEMA)) == 1


def test_a_cut_off_file_is_rejected_although_its_head_was_good(hall: Hall) -> None:
    """What was written until then is thrown away."""
    sent, bench = payload(catalogue()[:-30]), hall.bench(city(), None)
    (processed,) = process(envelope(sent), sent, bench)
    assert isinstance(processed.outcome, Rejected)
    assert rules(processed, Layer.SYNTAX) == [processed.outcome.reason]
    assert files(bench.folder) == []


def test_nobody_to_get_it_is_loud(hall: Hall) -> None:
    """The document is good; the operator has to act, and the sender is told (DIG-01)."""
    processed = run(
        hall, city(), document("Invoice", invoice(VILLAGE)), account="maker"
    )  # village takes no invoices
    assert processed.outcome == Unroutable("no-route")
    finding = processed.report.findings(Layer.RECEIVER)[0]
    assert finding.value == f"GLN {VILLAGE}"
    assert finding.who == "hub"


def test_a_sender_that_is_not_the_account_s_is_pointed_at(hall: Hall) -> None:
    """The report says in which line the number stands."""
    sent = catalogue(sender=OTHER_MAKER)
    processed = run(hall, city(), sent, account="maker")
    assert processed.outcome == Rejected("sender-not-authorised")
    [finding] = processed.report.findings(Layer.RECEIVER)
    assert finding.place.line is not None
    assert OTHER_MAKER in sent.decode().splitlines()[finding.place.line - 1]
    assert "ProviderParty" in str(finding.place.path)


def test_who_asks_for_another_receiver_is_told_whom_it_is_for(hall: Hall) -> None:
    """Nobody has to be set up then; where nobody is, a question says nothing of keeping."""
    asked = invoice(VILLAGE)
    for ports in (("town",), ("town.in",)):
        processed = run(hall, city(), document("Invoice", asked), account="maker", ports=ports)
        assert processed.outcome == Unroutable("addressed-elsewhere")
        [finding] = processed.report.findings(Layer.RECEIVER)
        assert finding.message.en.startswith("It is addressed to Village (made up), not Town ")
    for channel, kept in (("desk", False), ("folder", True)):
        processed = run(
            hall,
            city(),
            document("Invoice", asked),
            account="maker",
            ports=("village",),
            channel=channel,
        )
        [finding] = processed.report.findings(Layer.RECEIVER)
        assert finding.rule == "no-route"
        assert ("keeps a copy" in finding.message.en) is kept


def invoice(receiver: str) -> str:
    """Return the children of a small invoice."""
    return (
        "<cbc:ID>F1</cbc:ID>\n<cbc:IssueDate>2026-03-01</cbc:IssueDate>\n"
        f"<cac:AccountingSupplierParty>{named('Party', MAKER)}</cac:AccountingSupplierParty>\n"
        f"<cac:AccountingCustomerParty>{named('Party', receiver)}</cac:AccountingCustomerParty>\n"
        "<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID='DKK'>1.00</cbc:PayableAmount>"
        "</cac:LegalMonetaryTotal>\n"
        "<cac:InvoiceLine><cbc:ID>1</cbc:ID>"
        "<cbc:LineExtensionAmount currencyID='DKK'>1.00</cbc:LineExtensionAmount>"
        "<cac:Item><cbc:Name>Pencil</cbc:Name></cac:Item></cac:InvoiceLine>"
    )


def test_an_invalid_document_without_route_is_rejected_not_unroutable(hall: Hall) -> None:
    """What is wrong with it comes before where it might have gone."""
    line = invoice(VILLAGE)[invoice(VILLAGE).index("<cac:InvoiceLine>") :]
    bad = document("Invoice", invoice(VILLAGE) + line.replace("1.00<", "one<"))
    processed = run(hall, city(), bad)
    assert isinstance(processed.outcome, Rejected)
    assert "InvoiceLine[2]" in str(processed.report.findings()[0].place.path)
    assert rules(processed, Layer.RECEIVER) == []


def test_an_agreement_that_is_over_is_unroutable_an_unknown_one_rejected(hall: Hall) -> None:
    """The first is the operator's to look at, the second the sender's mistake."""
    unknown = run(hall, city(), catalogue(contract="X"))
    assert unknown.outcome == Rejected("agreement-unknown")
    assert unknown.report.findings(Layer.RECEIVER)[0].place.line is not None
    addressed = run(hall, city(), catalogue(contract="T", receiver=VILLAGE))
    assert addressed.outcome == Unroutable("no-route")


def test_a_duplicate_is_not_sent_again(hall: Hall) -> None:
    """The first answer is repeated; nothing is read or written."""
    sent, diary = payload(catalogue()), Diary()
    diary.numbers["maker", "catalogue", "K1", "2026-03-01"] = Earlier("doc-0", sent.sha256)
    bench = hall.bench(city(), diary)
    (processed,) = process(envelope(sent), sent, bench)
    assert processed.outcome == Duplicate("doc-0")
    assert files(bench.folder) == []


def test_a_number_used_before_is_a_conflict(hall: Hall) -> None:
    """Other bytes under the number of an accepted document."""
    diary = Diary()
    diary.numbers["maker", "catalogue", "K1", "2026-03-01"] = Earlier("doc-0", "other")
    processed = run(hall, city(), catalogue(), memory=diary)
    assert processed.outcome == Conflict("doc-0")
    assert rules(processed) == ["duplicate-id-different-content"]


def test_a_new_version_is_a_new_document(hall: Hall) -> None:
    """The number stays, the version tells them apart."""
    diary = Diary()
    diary.numbers["maker", "catalogue", "K1", "1"] = Earlier("doc-0", "other")
    assert isinstance(run(hall, city(), catalogue(edition="2"), memory=diary).outcome, Accepted)


def test_a_replay_is_not_a_duplicate(hall: Hall) -> None:
    """The operator sends it again on purpose."""
    sent, diary = payload(catalogue()), Diary()
    diary.numbers["maker", "catalogue", "K1", "2026-03-01"] = Earlier("doc-0", sent.sha256)
    processed = run(hall, city(), sent, memory=diary, replay_of="doc-0", ports=("village",))
    assert routed(processed) == ["village/village.in/V"]


def test_an_account_that_is_gone_is_no_trouble_of_the_document(hall: Hall) -> None:
    """The operator took it out of the configuration."""
    with pytest.raises(ConfigurationError, match="gone"):
        run(hall, city(), catalogue(), account="gone")


@pytest.mark.parametrize(
    "subscription",
    [
        wants("catalogue", "town.in", FormatId("no", "such", "format")),
        wants("catalogue", "town.in", UBL, "no-such-profile"),
    ],
)
def test_what_a_receiver_cannot_have_is_the_operators_mistake(
    hall: Hall, subscription: Any
) -> None:
    """A format or profile that is not there stops the work and blames nobody else."""
    town = party("town", TOWN, receives=[subscription], agreements=[agreement("T", "town")])
    with pytest.raises(ConfigurationError, match="party town: receives: there is no"):
        run(hall, City(party("maker", MAKER), town), catalogue())


def test_rules_of_the_format_itself_refuse_for_everybody(hall: Hall) -> None:
    """Fatal in a line rejects the document; nothing is left of the outputs."""
    sent = payload(catalogue("Pencil", "demo hates", customization=DEMO))
    bench = hall.bench(city(), None)
    (processed,) = process(envelope(sent), sent, bench)
    assert processed.outcome == Rejected("DEMO-FATAL")
    assert rules(processed, Layer.OFFICIAL) == ["DEMO-FATAL"]
    assert files(bench.folder) == []


def test_an_error_in_the_head_refuses_the_document(hall: Hall) -> None:
    """There is no line that could be left out, not even for who takes parts."""
    where = City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", "town.in", CANONICAL, "easy")],
            agreements=[agreement("T", "town")],
        ),
    )
    sent = catalogue("Pencil", "demo frowns", customization=DEMO, note="demo minds the head")
    processed = run(hall, where, sent)
    assert processed.outcome == Rejected("DEMO-HEAD")
    assert rules(processed) == ["DEMO-HEAD", "DEMO-WARN"]


def test_rules_that_need_the_memory_are_not_passed_without_it(hall: Hall) -> None:
    """At a desk they are named as skipped."""
    sent = payload(catalogue(customization=DEMO))
    (processed,) = process(envelope(sent), sent, hall.bench(city(), None))
    official = processed.report.describe()["layers"][2]
    assert official["skipped"] == {"DEMO-MEMORY": NEEDS_MEMORY.en}
    assert official["status"] == "valid"
    (processed,) = process(envelope(sent), sent, hall.bench(city(), Diary()))
    assert "skipped" not in processed.report.describe()["layers"][2]


def test_unknown_bytes_are_rejected_with_a_finding(hall: Hall) -> None:
    """The document has no format, no summary, and one reason."""
    processed = run(hall, city(), b"what is this")
    assert processed.outcome == Rejected("FMT-01")
    assert (processed.format, processed.summary) == (None, None)
    assert processed.report.findings()[0].severity is Severity.FATAL


def test_the_same_envelope_gives_the_same_bytes(hall: Hall) -> None:
    """A second run decides and writes the same, also after a crash elsewhere."""
    sent = payload(catalogue("Pencil", "picky tidies up", "demo tidies", customization=DEMO))

    def outcome() -> list[Any]:
        bench = hall.bench(city(), Diary())
        (one,) = process(envelope(sent), sent, bench)
        assert isinstance(one.outcome, Accepted)
        return [
            one.document,
            one.report.describe(),
            [
                (r.report.describe(), r.lines, r.refused_lines, r.unchanged)
                for r in one.outcome.routes
                if isinstance(r, Routed)
            ],
            [
                (part.name, part.sha256, part.size, part.path.read_bytes())
                for r in one.outcome.routes
                if isinstance(r, Routed)
                for part in r.parts
            ],
        ]

    assert outcome() == outcome()


def test_a_payload_on_disk_is_read_there(hall: Hall, tmp_path: Path) -> None:
    """Big documents never come into memory, and their originals are not copied."""
    path = tmp_path / "sent.xml"
    path.write_bytes(catalogue())
    processed = run(hall, city(), Payload.of_file(path), ports=("town",))
    assert isinstance(processed.outcome, Accepted)
    (way,) = processed.outcome.routes
    assert isinstance(way, Routed)
    assert way.parts[0].path == path


def test_a_catalogue_for_one_of_several_agreements_must_name_it(hall: Hall) -> None:
    """A buyer with two agreements refuses a catalogue that names neither, and only that buyer."""
    both = city()
    town = both.party("town")
    assert town is not None
    several = replace(town, agreements=(*town.agreements, agreement("T2", "town")))
    where = City(several, *(p for p in both.parties.values() if p.key != "town"))
    processed = run(hall, where, catalogue())
    assert isinstance(processed.outcome, Accepted)
    refused = next(way for way in processed.outcome.routes if isinstance(way, Refused))
    (finding,) = [f for f in refused.report.findings() if f.rule == "agreement-ambiguous"]
    assert (finding.value, finding.receiver) == ("T, T2", several.card.name)


def test_what_the_lines_name_is_remembered(hall: Hall) -> None:
    """A reminder names its invoices line by line; its summary holds each of them once."""
    lines = "".join(
        f"<cac:ReminderLine><cbc:ID>{at}</cbc:ID><cac:BillingReference>"
        f"<cac:InvoiceDocumentReference><cbc:ID>{bill}</cbc:ID></cac:InvoiceDocumentReference>"
        "</cac:BillingReference></cac:ReminderLine>"
        for at, bill in enumerate(("F-1", "F-2", "F-1"), start=1)
    )
    sender, receiver = (
        f"<cac:{role}>{named('Party', gln)}</cac:{role}>"
        for role, gln in (("AccountingSupplierParty", MAKER), ("AccountingCustomerParty", TOWN))
    )
    total = (
        "<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID='DKK'>1.00</cbc:PayableAmount>"
        "</cac:LegalMonetaryTotal>"
    )
    head = "<cbc:ID>R-1</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>"
    processed = run(hall, city(), document("Reminder", head + sender + receiver + total + lines))
    assert isinstance(processed.outcome, Accepted)
    assert processed.summary is not None
    assert processed.summary.references == (("invoice", "F-1"), ("invoice", "F-2"))
