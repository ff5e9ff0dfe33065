"""Interchanges that hold more than one document."""

from dataclasses import replace
from itertools import chain
from typing import Any

from hub.formats.payload import Payload
from hub.model.context import RouteContext
from hub.model.finding import Layer, Who
from hub.model.identity import FormatId
from hub.model.report import LayerStatus
from hub.pipeline.envelope import document_id, of_document
from hub.pipeline.examination import examine
from hub.pipeline.memory import Earlier
from hub.pipeline.outcome import Accepted, Duplicate, Processed, Refused, Rejected, Routed
from hub.pipeline.party import Subscription
from hub.pipeline.process import process
from hub.pipeline.workbench import FEW
from tests.unit.pipeline.world import (
    CANONICAL,
    MAKER,
    NOW,
    OTHER_MAKER,
    TOWN,
    City,
    Diary,
    Hall,
    agreement,
    envelope,
    party,
    payload,
    wants,
)

CITY = City(
    party("maker", MAKER),
    party(
        "town",
        TOWN,
        receives=[wants("catalogue", "town.in", CANONICAL)],
        agreements=[agreement("T", "town")],
    ),
)


def head(number: str) -> bytes:
    """Return the first line of a canonical file."""
    return b'{"kind":"catalogue","header":{"id":{"value":"%s"}}}\n' % number.encode()


GOOD = b'{"id":{"value":"1"}}\n'
BAD = b'{"id":1}\n'


def bundle(*documents: bytes) -> Payload:
    """Return documents in one file."""
    return payload(b"BUNDLE\n" + b"".join(b"====\n" + one for one in documents), "all.bundle")


def ended(
    hall: Hall, sent: Payload, city: City = CITY, diary: Diary | None = None, **more: Any
) -> list[Processed]:
    """Return how the documents of an interchange ended."""
    return process(envelope(sent, **more), sent, hall.bench(city, diary or Diary()))


def test_every_document_has_a_name_a_number_and_a_report(hall: Hall) -> None:
    """What is found in one is not told of another."""
    sent = bundle(head("A") + GOOD, head("B") + BAD, head("C") + GOOD + GOOD)
    first, second, third = ended(hall, sent)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert [one.document for one in (first, second, third)] == [
        document_id("interchange-1", number) for number in (1, 2, 3)
    ]
    assert isinstance(first.outcome, Accepted)
    assert second.outcome == Rejected("FMT-04")
    assert isinstance(third.outcome, Accepted)
    assert [one.report.valid for one in (first, second, third)] == [True, False, True]
    assert third.report.status(Layer.SYNTAX) is LayerStatus.VALID
    assert third.report.format_id == "bundle:catalogue:1"


def test_outputs_of_documents_do_not_mix(hall: Hall) -> None:
    """Two documents without a number would have files of one name."""
    nameless = b'{"kind":"catalogue","header":{}}\n'
    both = ended(hall, bundle(nameless + GOOD, nameless + GOOD + GOOD))
    parts = list(
        chain.from_iterable(
            way.parts
            for one in both
            if isinstance(one.outcome, Accepted)
            for way in one.outcome.routes
            if isinstance(way, Routed)
        )
    )
    assert len({part.path for part in parts}) == 2
    assert [part.path.stat().st_size for part in parts] == [part.size for part in parts]


def test_a_finding_before_a_document_belongs_to_it(hall: Hall) -> None:
    """What was wrong with the second head is not the first document's."""
    sent = bundle(head("A") + GOOD, b"WRONG HEAD\n" + head("B") + GOOD)
    first, second = ended(hall, sent)
    assert isinstance(first.outcome, Accepted)
    assert second.outcome == Rejected("FMT-04")
    assert first.report.valid


def test_what_cannot_be_read_at_the_end_is_told_too(hall: Hall) -> None:
    """A piece that makes no document ends the interchange as one that is rejected."""
    first, rest = ended(hall, bundle(head("A") + GOOD, b"no head\n"))
    assert isinstance(first.outcome, Accepted)
    assert rest.outcome == Rejected("FMT-04")
    assert (rest.number, rest.summary) == (2, None)
    assert first.document != rest.document


def test_at_a_desk_it_is_the_same(hall: Hall) -> None:
    """Each document of a file has its own report there too."""
    sent = bundle(head("A") + GOOD, head("B") + BAD, head("C") + GOOD, b"no head\n")
    context = RouteContext(now=NOW)
    examined = list(examine(sent, hall.formats, context, hall.formats.get(CANONICAL), hall.folder))
    assert [one.report.valid for one in examined] == [True, False, True, False]
    assert [len(one.parts) for one in examined] == [1, 0, 1, 0]
    assert [one.lines for one in examined] == [1, 0, 1, 0]


EDIFACT = FormatId("edifact", "order", "d96a")
SEALED = FormatId("sealed", "catalogue", "1")


def order(number: str, seller: str, *, day: str = "20260301") -> str:
    """Return an ORDERS message of the town."""
    segments = [
        f"BGM+220+{number}+9",
        f"DTM+137:{day}:102",
        f"NAD+BY+{TOWN}::9++Town (made up)",
        f"NAD+SU+{seller}::9++Seller (made up)",
        "CUX+2:DKK:9",
        "LIN+1++VARE-1:SA",
        "IMD+F++:::Paint, 5 l",
        "QTY+21:1:EA",
        "UNS+S",
        "CNT+2:1",
    ]
    head, tail = f"UNH+{number}+ORDERS:D:96A:UN", f"UNT+{len(segments) + 2}+{number}"
    return "".join(f"{one}'\n" for one in (head, *segments, tail))


def orders(*messages: str, reference: str = "77") -> Payload:
    """Return messages in one interchange."""
    head = f"UNB+UNOC:3+{TOWN}:14+5790000000999:14+260301:0930+{reference}'\n"
    tail = f"UNZ+{len(messages)}+{reference}'\n"
    return payload(f"{head}{''.join(messages)}{tail}".encode("latin-1"), "orders.edi")


def market(*wanted: Subscription) -> City:
    """Return a town that orders, and two makers that want orders so."""
    return City(
        party("town", TOWN),
        *(
            party(key, address, receives=[replace(one, port=f"{key}.in") for one in wanted])
            for key, address in (("maker", MAKER), ("other", OTHER_MAKER))
        ),
    )


def test_each_receiver_gets_its_own_message_and_no_other(hall: Hall) -> None:
    """What goes on unchanged is that message alone, in an interchange of one."""
    mine, theirs = order("ORDRE-7", MAKER), order("ORDRE-8", OTHER_MAKER)
    both = ended(hall, orders(mine, theirs), market(wants("order", "", EDIFACT)), account="town")
    gone = {}
    for one in both:
        assert isinstance(one.outcome, Accepted)
        (way,) = one.outcome.routes
        assert isinstance(way, Routed)
        assert way.unchanged
        gone[way.route.receiver.key] = way.parts[0].path.read_text("latin-1")
    head = f"UNB+UNOC:3+{TOWN}:14+5790000000999:14+260301:0930+"
    assert gone == {
        "maker": f"{head}77'\n{mine}UNZ+1+77'",
        "other": f"{head}77-2'\n{theirs}UNZ+1+77-2'",
    }


def test_a_file_of_one_message_is_passed_on_as_it_is(hall: Hall) -> None:
    """Nothing of it is written anew, not even its last line break."""
    sent = orders(order("ORDRE-7", MAKER))
    (one,) = ended(hall, sent, market(wants("order", "", EDIFACT)), account="town")
    assert isinstance(one.outcome, Accepted)
    (way,) = one.outcome.routes
    assert isinstance(way, Routed)
    assert way.parts[0].sha256 == sent.sha256


def test_a_message_that_cannot_be_read_is_nobody_elses_trouble(hall: Hall) -> None:
    """Its neighbours go their ways without it, and keep their places."""
    bad = order("ORDRE-8", MAKER).replace("QTY+21:1:EA", "QTY+21:one:EA")
    sent = orders(bad, order("ORDRE-9", OTHER_MAKER))
    first, second = ended(hall, sent, market(wants("order", "", EDIFACT)), account="town")
    assert (first.number, first.outcome) == (1, Rejected("EDI-02"))
    assert isinstance(second.outcome, Accepted)
    (way,) = second.outcome.routes
    assert isinstance(way, Routed)
    assert b"ORDRE-8" not in way.parts[0].path.read_bytes()


def test_the_way_for_what_a_format_cannot_say_takes_one_message(hall: Hall) -> None:
    """As it came means this document as it came, not those beside it."""
    wanted = Subscription("order", "", SEALED, fallback="maker.in")
    sent = orders(order("ORDRE-7", MAKER), order("ORDRE-8", OTHER_MAKER))
    first, _ = ended(hall, sent, market(wanted), account="town")
    assert isinstance(first.outcome, Accepted)
    (way,) = first.outcome.routes
    assert isinstance(way, Routed)
    assert b"ORDRE-8" not in way.parts[0].path.read_bytes()


def test_what_cannot_be_cut_out_is_not_passed_on(hall: Hall) -> None:
    """Its neighbours would go with it: it is refused, and the sender told what to do."""
    fallback = Subscription("catalogue", "town.in", SEALED, fallback="town.in")
    for wanted in (wants("catalogue", "town.in"), fallback):
        city = City(
            party("maker", MAKER),
            party("town", TOWN, receives=[wanted], agreements=[agreement("T", "town")]),
        )
        for one in ended(hall, bundle(head("A") + GOOD, head("B") + GOOD), city):
            assert isinstance(one.outcome, Rejected)
            (way,) = one.outcome.routes
            assert isinstance(way, Refused)
            finding = way.report.findings()[-1]
            assert finding.rule == "document-not-alone"
            assert finding.who is Who.SUPPLIER


def test_what_came_before_is_known_in_another_interchange(hall: Hall) -> None:
    """Of three orders one is corrected; the others come again under a new head."""
    city, diary = market(wants("order", "", EDIFACT)), Diary()
    good = [order("ORDRE-7", MAKER), order("ORDRE-8", OTHER_MAKER)]
    bad = order("ORDRE-9", MAKER).replace("QTY+21:1:EA", "QTY+21:one:EA")
    for one in ended(hall, orders(*good, bad), city, diary, account="town"):
        if isinstance(one.outcome, Accepted):
            assert one.summary is not None
            assert one.sha256 is not None
            key = ("town", "order", str(one.summary.id), "2026-03-01")
            diary.numbers[key] = Earlier(one.document, one.sha256)
    again = orders(*good, order("ORDRE-9", MAKER), reference="78")
    first, second, third = ended(hall, again, city, diary, account="town")
    assert first.outcome == Duplicate(document_id("interchange-1", 1))
    assert second.outcome == Duplicate(document_id("interchange-1", 2))
    assert isinstance(third.outcome, Accepted)


def test_a_replay_may_ask_for_other_ports_for_each_document(hall: Hall) -> None:
    """One goes where it failed, another everywhere, a third not at all."""
    city = City(
        party("maker", MAKER),
        party(
            "town",
            TOWN,
            receives=[wants("catalogue", port, CANONICAL) for port in ("town.in", "town.too")],
            agreements=[agreement("T", "town")],
        ),
    )
    again = ended(
        hall,
        bundle(*(head(number) + GOOD for number in "ABC")),
        city,
        replay_of="interchange-0",
        ports=(of_document(1, "town.too"),),
        positions=(1, 3),
    )
    gone = {one.number: [way.route.port.key for way in one.outcome.routes] for one in again}
    assert gone == {1: ["town.too"], 3: ["town.in", "town.too"]}


def test_a_replay_takes_up_everything_from_where_reading_broke_off(hall: Hall) -> None:
    """However many documents that is by now; what it does not reach is not complained of."""
    sent = bundle(*(head(number) + GOOD for number in "ABCD"))
    again = ended(hall, sent, replay_of="interchange-0", positions=(1, 3), onwards=3)
    assert [one.number for one in again] == [1, 3, 4]


def test_outputs_of_many_documents_are_not_held_in_memory(hall: Hall) -> None:
    """Those of the first documents of an interchange may be; of a later one no route is."""
    bench = hall.bench(CITY, Diary())
    assert not bench.part(FEW).part(20).crowded
    assert bench.part(FEW + 1).part(1).crowded
