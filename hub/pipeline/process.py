"""What the hub does with a document, from its bytes to its outputs, in one straight line.

::

    identify -> read (syntax, schema) -> who sent it -> seen before? -> where to
    -> one pass over the lines: the format's own rules, then each receiver's rules and writing
    -> a bill: does it fit what was ordered and received?
    -> for each receiver: finish and check what was written, hold or refuse

Nothing here talks to a network, a broker or a database: what the line needs to know comes
in through the ``Workbench``, what it decides goes out as ``Processed`` values, and outputs
lie in the workbench's folder until they are handed over.
"""

from dataclasses import dataclass

from hub.errors import ConfigurationError
from hub.formats.document import Document
from hub.formats.format import Format
from hub.formats.payload import Payload
from hub.model.finding import Layer
from hub.model.report import Report
from hub.pipeline.alternatives import Way, delivery_of
from hub.pipeline.authority import find_sender, sender_places
from hub.pipeline.delivery import context_of
from hub.pipeline.earlier import seen_before
from hub.pipeline.ending import decided, rejected, unroutable
from hub.pipeline.envelope import Envelope, document_id
from hub.pipeline.filing import Filing
from hub.pipeline.links import LinkedDocument
from hub.pipeline.outcome import Outcome, Processed
from hub.pipeline.ownrules import OwnRules
from hub.pipeline.routing import find_routes
from hub.pipeline.unheard import unheard_orders
from hub.pipeline.workbench import Workbench
from hub.rules.sharing import Pool

__all__ = ["process"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came in: on whose account, which bytes, in which format."""

    envelope: Envelope
    payload: Payload
    source: Format


def process(envelope: Envelope, payload: Payload, bench: Workbench) -> list[Processed]:
    """Take one interchange through the hub; each document in it ends with an outcome.

    Raises only ``HubError``: whatever is wrong with a document is said in its outcome.
    """
    arriving = Report(payload.name, witness=bench.witness)
    source = bench.formats.identify(payload, arriving)
    if source is None:
        return [_unusable(envelope.first, envelope, arriving)]
    ended: list[Processed] = []
    others = 0
    for number, document in enumerate(source.reader.read(payload, arriving), start=1):
        report = arriving.hand_over()
        if not envelope.wants(number):
            _read_to_the_end(document, report)
            others += 1
            continue
        identity, part = document_id(envelope.interchange, number), bench.part(number)
        linked = LinkedDocument(document)
        beside = [one.filed for one in ended if one.filed is not None]
        its = envelope.of_document(number)
        filing = Filing(its, identity, part, beside)
        outcome = _judge(Arrived(its, payload, source), linked, report, part, filing)
        summary, filed, own = linked.summary, filing.filed, document.original.sha256
        ended.append(Processed(identity, number, source.id, summary, outcome, report, filed, own))
    rest = len(ended) + others + 1
    asked = envelope.reaches(rest) or not ended
    if rest == 1 or (asked and not arriving.valid):
        place = envelope.first if rest == 1 else rest
        ended.append(_unusable(place, envelope, arriving, source))
    return ended


def _judge(
    arrived: Arrived,
    document: LinkedDocument,
    report: Report,
    bench: Workbench,
    filing: Filing,
) -> Outcome:
    envelope, payload, source = arrived.envelope, arrived.payload, arrived.source
    account = bench.directory.account(envelope.account)
    if account is None:
        raise ConfigurationError([f"account {envelope.account}: is not configured any more"])
    places = sender_places(document)
    sender, objections = find_sender(document.summary, account, bench.directory, places)
    if sender is None or report.fatal:
        _read_to_the_end(document, report)
        return rejected(report, objections)
    if envelope.replay_of is None and bench.memory is not None:
        known_by = document.original.sha256
        earlier = seen_before(document.summary, sender, payload, bench.memory, report, known_by)
        if earlier is not None:
            return earlier
    document.judge_answers(report)

    bench = bench.for_supplier(sender.key)
    routes = find_routes(document.summary, sender, bench.directory, envelope)
    filing.open(document.header, sender, document.summary)
    if not routes and not filing.suffices:
        _read_to_the_end(document, report)
        return unroutable(document, sender, bench.directory, report, envelope)
    for remark in unheard_orders(document.summary, sender, routes, bench.memory):
        report.add(Layer.RECEIVER, remark)
    context = context_of(envelope, source.id, sender)
    own = OwnRules(source, document, context, bench.memory, report, bench.lookups)
    pool = Pool()
    deliveries = [
        delivery_of(route, document, own, envelope, pool, bench.part(number))
        for number, route in enumerate(routes, start=1)
    ]
    _pass(own, deliveries, filing)
    if own.unusable:
        for delivery in deliveries:
            delivery.discard()
        return rejected(report)
    outcomes = tuple(filing.settle(deliveries))
    for objection in filing.objections:
        report.add(Layer.RECEIVER, objection)
    return decided(report, outcomes, refused=filing.refused)


def _pass(own: OwnRules, deliveries: list[Way], filing: Filing) -> None:
    for line in own.lines():
        filing.take(line.body)
        for delivery in deliveries:
            delivery.take(line)


def _read_to_the_end(document: Document, report: Report) -> None:
    """Find what else is wrong, so that the sender hears everything at once."""
    for _ in document.lines(report):
        pass


def _unusable(
    number: int, envelope: Envelope, report: Report, source: Format | None = None
) -> Processed:
    """What of an interchange could not even be read as a document."""
    identity = document_id(envelope.interchange, number)
    known = None if source is None else source.id
    return Processed(identity, number, known, None, rejected(report), report)
