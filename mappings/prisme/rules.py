"""What Prisme Indkøb asks of catalogues (PRI-02 to PRI-24).

Left to other parts of the hub: PRI-10 (``prisme-documents``), PRI-16 (a deadline that begins where
the hub is not), PRI-13 (a refused catalogue changes nothing) and PRI-14 (the system itself waits
for the start date). Of PRI-12 the hub sees whether there is time left for an approval. PRI-15
judges the form of an image link; whether it answers with an image is seen where the hub may use
the network. PRI-23 is ``partial_ok`` of the profile.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from hub.facts.calendars import Counting, WorkingDays
from hub.facts.text import cut_at_sentence, cut_at_word
from hub.model.catalogue import Catalogue, CatalogueLine
from hub.model.finding import Severity, Who
from hub.model.item import Item
from hub.model.loss import LossKind
from hub.model.period import Period
from hub.model.price import ItemLocationQuantity
from hub.model.sentence import Sentence
from hub.model.values import Code, Identifier, Text
from hub.rules.catalogues import (
    agreement_is_known,
    image_links,
    image_links_have_form,
    seller_numbers,
)
from hub.rules.module import sibling
from hub.rules.path import set_path
from hub.rules.rule import NEEDS_STATE, Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.units import unit_rule
from hub.rules.unspsc import deepest, inside_agreement, unspsc_codes

factors = sibling(__file__, "factors")

COUNTRY = "DK"
GUIDING = "CAT"
APPROVAL_DAYS = 14

COUNTINGS = {
    Counting.FULL_DAYS: Sentence(
        "{days} full working days between",
        "{days} hele arbejdsdage imellem",
        "{days} volle werkdagen ertussen",
    ),
    Counting.DAY_FOR_DAY: Sentence(
        "working day number {days} after receipt",
        "arbejdsdag nummer {days} efter modtagelsen",
        "werkdag nummer {days} na ontvangst",
    ),
}


# Header


def mandatory_head(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-22 for the header: catalogue id, version, validity, supplier's CVR and endpoint."""
    period = header.validity_period[0] if header.validity_period else Period()
    numbers = tuple(seller_numbers(header, ctx))
    cvr = any(number.scheme in ("DK:CVR", "DK:SE") for number in numbers)
    sender = ctx.route.sender
    provider = header.provider_party
    endpoint = bool(provider and provider.endpoint_id) or bool(sender and sender.endpoints)
    given = (
        ("id", not is_blank(header.id)),
        ("version_id", not is_blank(header.version_id)),
        ("validity_period[0].start_date", period.start_date is not None),
        ("validity_period[0].end_date", period.end_date is not None),
        ("provider_party.endpoint_id", endpoint),
        ("seller_supplier_party.party.party_legal_entity[0].company_id", cvr),
    )
    return [Hit(field, expected="1") for field, there in given if not there]


def starts_in_time(header: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-11: prices take effect so many working days after receipt at the earliest."""
    options = ctx.options
    calendar = WorkingDays.of(
        COUNTRY, saturday_counts=options["saturday_counts"], closed=options["closed_days"]
    )
    counting, days = Counting(options["counting"]), options["notice_days"]
    earliest = calendar.earliest_start(ctx.route.now, days, counting)
    hits: list[Hit] = []
    for index, period in enumerate(header.validity_period):
        start = period.start_date
        if start is None or start >= earliest:
            continue
        movable = options["allow_move_start"] and (
            period.end_date is None or period.end_date >= earliest
        )
        path = f"validity_period[{index}].start_date"
        if movable:
            header = set_path(header, path, earliest)
        hits.append(
            Hit(
                path,
                start,
                earliest,
                args={"counting": COUNTINGS[counting].fill(days=days)},
                severity=Severity.FIX if movable else None,
                variant="moved" if movable else None,
                repaired=header if movable else None,
            )
        )
    return hits


def in_time_for_approval(_: Catalogue, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-12: the first catalogue of a contract leaves two weeks for its approval."""
    sender, receiver, agreement = ctx.route.sender, ctx.route.receiver, ctx.route.agreement
    if agreement is None or agreement.valid_from is None:
        return ()
    last = agreement.valid_from - dt.timedelta(days=APPROVAL_DAYS)
    # Of a contract that runs already, earlier catalogues may have gone another way.
    if not last < ctx.route.today < agreement.valid_from:
        return ()
    if ctx.known is None or sender is None or receiver is None:
        return NEEDS_STATE
    if ctx.known.active_items(sender.key, receiver.key, agreement.id) is not None:
        return ()
    days = (agreement.valid_from - ctx.route.today).days
    return [Hit("referenced_contract[0].id", agreement.id, last, args={"days": days})]


# Line


def priced_only(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """Only what a customer can buy goes out: a guiding price is no price, a line needs one.

    Holds for documents that bring master data of all customers; an OIOUBL catalogue is one
    customer's own. A guiding price is of type CAT and holds from no quantity.
    """
    places = body.required_item_location_quantity
    if ctx.read_as("oioubl"):
        return ()
    kept = tuple(place for place in places if not _guiding(place))
    if not kept and body.orderable_indicator is False:
        return [Hit("line", body.id, leave_out=True, loss=LossKind.NO_HOME)]
    hits: list[Hit] = []
    # From the last to the first, so that the places of the others stay what they are.
    for index in reversed(range(len(places))):
        if not _guiding(places[index]):
            continue
        left = body.required_item_location_quantity
        body = replace(body, required_item_location_quantity=left[:index] + left[index + 1 :])
        hits.append(
            Hit(
                f"required_item_location_quantity[{index}].price.price_amount",
                _said(places[index]),
                quiet=True,
                repaired=body,
                severity=Severity.FIX,
                loss=LossKind.NO_HOME,
            )
        )
    return hits


def _said(place: ItemLocationQuantity) -> str:
    """Return a guiding price as the loss report shows it: its type, then the amount."""
    amount = place.price.price_amount if place.price is not None else None
    if amount is None:
        return GUIDING
    return " ".join(part for part in (GUIDING, str(amount.value), amount.currency_id) if part)


def _guiding(place: ItemLocationQuantity) -> bool:
    kind = place.price.price_type_code if place.price is not None else None
    return kind is not None and kind.value == GUIDING and place.minimum_quantity is None


def name_fits(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-02: the item name is short enough, or cut at a word where the receiver allows it."""
    name = body.item.name if body.item else None
    limit = ctx.options["name_length"]
    if name is None or len(name.value) <= limit:
        return ()
    args = {"length": len(name.value), "limit": limit}
    if not ctx.options["allow_cut"]:
        return [Hit("item.name", name, f"<= {limit}", args)]
    cut = cut_at_word(name.value, limit).text
    return [
        Hit(
            "item.name",
            name,
            cut,
            args,
            repaired=set_path(body, "item.name", replace(name, value=cut)),
            severity=Severity.FIX,
            variant="cut",
            loss=LossKind.CUT,
        )
    ]


def description_fits(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-03: descriptions are short enough, or cut; a missing one is taken from the long one."""
    if body.item is None:
        return ()
    limit, hits = ctx.options["description_length"], []
    if not body.item.description and body.item.additional_information:
        long = body.item.additional_information[0]
        cut = cut_at_sentence(long.value, limit).text
        item = replace(body.item, description=(replace(long, value=cut),))
        body = replace(body, item=item)
        return [_fixed("item.description", long, cut, body, "derived", LossKind.DERIVED)]
    for index, text in enumerate(body.item.description if body.item else ()):
        if len(text.value) <= limit:
            continue
        path = f"item.description[{index}]"
        args = {"length": len(text.value), "limit": limit}
        if not ctx.options["cut_descriptions"]:
            hits.append(Hit(path, text, f"<= {limit}", args))
            continue
        cut = cut_at_sentence(text.value, limit).text
        body = set_path(body, path, replace(text, value=cut))
        hits.append(_fixed(path, text, cut, body, "cut", LossKind.CUT, args))
    return hits


def _fixed(
    path: str,
    old: Text,
    new: str,
    body: CatalogueLine,
    variant: str,
    loss: LossKind,
    args: dict[str, Any] | None = None,
) -> Hit:
    return Hit(
        path,
        old,
        new,
        args or {},
        repaired=body,
        severity=Severity.FIX,
        variant=variant,
        loss=loss,
    )


def content_given(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """PRI-05: how much a sales unit holds, in which base unit."""
    content = body.content_unit_quantity
    if content is None:
        return [Hit("content_unit_quantity", expected="> 0", variant="missing")]
    hits = []
    if content.value <= 0:
        hits.append(Hit("content_unit_quantity", content.value, "> 0"))
    if not content.unit_code:
        hits.append(Hit("content_unit_quantity.unit_code", expected="EA", variant="missing"))
    return hits


def mandatory_line(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
    """PRI-22 for a line: every field Prisme demands, the image link included."""
    item = body.item or Item()
    number = item.sellers_item_identification
    places = body.required_item_location_quantity
    missing = []
    if number is None or _silent(number.id):
        missing.append("item.sellers_item_identification.id")
    if _silent(item.name):
        missing.append("item.name")
    if all(map(_silent, item.description)):
        missing.append("item.description")
    if next(image_links(body), None) is None:
        missing.append("item.item_specification_document_reference")
    if _silent(body.orderable_unit):
        missing.append("orderable_unit")
    if all(_silent(code) for _, code in unspsc_codes(body)):
        missing.append("item.commodity_classification")
    if not places or not all(p.price and p.price.price_amount for p in places):
        missing.append("required_item_location_quantity[0].price.price_amount")
    return [Hit(field, expected="1") for field in missing] if missing else ()


def _silent(said: Identifier | Text | Code | None) -> bool:
    """Return whether a field says nothing; asked often, so that nothing else is looked at."""
    return said is None or not said.value.strip()


def image_form(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """PRI-15: an image link has the form of one; the port may make it a warning."""
    hits = image_links_have_form(body, ctx)
    if hits and ctx.options["image_links"] == "warn":
        return [Hit(h.field, h.value, h.expected, h.args, severity=Severity.WARN) for h in hits]
    return hits


class Version:
    """PRI-24: the UNSPSC version is the one kept on the agreement; each other is told once."""

    def __init__(self, ctx: RuleContext) -> None:
        agreement = ctx.route.agreement
        self._agreed = agreement.unspsc_version if agreement else None
        self._told: set[str] = set()

    def line(self, _number: int, body: CatalogueLine, _locate: Locate) -> Iterable[Hit]:
        """Compare the versions of one line with the agreement's."""
        if self._agreed is None:
            return ()
        hits = []
        for path, code in unspsc_codes(body):
            version = code.list_version_id
            if version and version != self._agreed and version not in self._told:
                self._told.add(version)
                hits.append(Hit(f"{path}.list_version_id", version, self._agreed))
        return hits

    def end(self) -> Iterable[Hit]:
        """Nothing is left to say."""
        return ()


_ERROR_LINE = (Severity.ERROR, Scope.LINE)

RULES = [
    Rule("PRI-09", Severity.FATAL, Scope.HEADER, agreement_is_known),
    Rule("PRI-22", Severity.ERROR, Scope.HEADER, mandatory_head),
    Rule("PRI-11", Severity.FATAL, Scope.HEADER, starts_in_time),
    Rule("PRI-12", Severity.WARN, Scope.HEADER, in_time_for_approval, needs_known=True),
    Rule("PRI-PRICED", *_ERROR_LINE, priced_only, mark=Mark.OWN, repairs=True, shared=True),
    unit_rule("PRI-04"),
    Rule("PRI-02", *_ERROR_LINE, name_fits, repairs=True, shared=True),
    Rule("PRI-03", *_ERROR_LINE, description_fits, repairs=True, shared=True),
    Rule("PRI-05", *_ERROR_LINE, content_given, shared=True),
    Rule("PRI-07", *_ERROR_LINE, deepest, shared=True),
    Rule("PRI-08", *_ERROR_LINE, inside_agreement),
    Rule("PRI-15", *_ERROR_LINE, image_form, shared=True),
    Rule("PRI-22", *_ERROR_LINE, mandatory_line, shared=True),
    Rule("PRI-06", Severity.ERROR, Scope.STREAM, factors.Factors, shared=True),
    Rule("PRI-24", Severity.WARN, Scope.STREAM, Version, who=Who.SUPPLIER, mark=Mark.DOC),
]
