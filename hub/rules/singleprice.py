"""Rules of receivers whose catalogue has one price and one unit for an item.

Each function returns a rule under the receiver's own id; the sentences are the receiver's too.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from hub.facts.money import decimals, trim_decimals
from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.rules.catalogues import is_other_unit, item_key
from hub.rules.chosenprice import Chosen, is_guide, selling_price, unsaid
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.wholeness import OPTION, WHOLE, is_gone

__all__ = [
    "basis_rule",
    "decimals_rule",
    "factor_rule",
    "one_price_rule",
    "price_path",
    "written_rule",
]

PRICES = "required_item_location_quantity"
DELETE = "Delete"
_ERROR_LINE = (Severity.ERROR, Scope.LINE)


def written_rule(rule_id: str, authority: str) -> Rule:
    """Return the rule that leaves out what an orderer never sees: it is nobody's mistake.

    These are items over again in another unit, items that are gone, and master data without a
    price; a guiding price beside an agreed one is all customers' and no price here. A document
    that came in a format of ``authority`` is the receiver's own and taken as it is.
    """

    def check(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        if not ctx.read_as(authority) and _never_sent(body, ctx):
            return [Hit("line", body.id, leave_out=True, loss=LossKind.NO_HOME)]
        places = body.required_item_location_quantity
        kept = tuple(place for place in places if not is_guide(place))
        if not kept or len(kept) == len(places):
            return ()
        body = replace(body, required_item_location_quantity=kept)
        fix, lost = Severity.FIX, LossKind.NO_HOME
        return [Hit(PRICES, "CAT", quiet=True, repaired=body, severity=fix, loss=lost)]

    return Rule(rule_id, *_ERROR_LINE, check, mark=Mark.OWN, repairs=True, shared=True)


def _never_sent(body: CatalogueLine, ctx: RuleContext) -> bool:
    if is_other_unit(body):
        return True
    if is_gone(body):
        # A removal is an update's, which the rule of whole catalogues judges first.
        removal = body.action_code is not None and body.action_code.value == DELETE
        return not removal or ctx.options.get(OPTION) == WHOLE
    return body.orderable_indicator is False and selling_price(body, ctx.route.today) is None


def basis_rule(rule_id: str) -> Rule:
    """Return the rule that the price is one of the order unit: there is no factor to another."""

    def check(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        chosen = selling_price(body, ctx.route.today)
        if chosen is None or chosen.quantity.price is None:
            return ()
        path, price = price_path(body, chosen), chosen.quantity.price
        unit = body.orderable_unit.value if body.orderable_unit is not None else ""
        base, rate = price.base_quantity, price.orderable_unit_factor_rate
        if rate is not None and rate != 1:
            return [Hit(f"{path}.orderable_unit_factor_rate", rate, "1", {"unit": unit})]
        if base is not None and base.unit_code is not None and base.unit_code != unit:
            return [Hit(f"{path}.base_quantity.unit_code", base.unit_code, unit, {"unit": unit})]
        return ()

    return Rule(rule_id, *_ERROR_LINE, check, mark=Mark.OWN, shared=True)


def factor_rule(rule_id: str) -> Rule:
    """Return the rule that every price is one of a single order unit, where there are many prices.

    An item over again in another unit has its factor in a place of its own.
    """

    def check(body: CatalogueLine, _: RuleContext) -> Iterable[Hit]:
        if is_other_unit(body):
            return ()
        unit = body.orderable_unit.value if body.orderable_unit is not None else ""
        hits = []
        for index, place in enumerate(body.required_item_location_quantity):
            price = place.price
            if price is None:
                continue
            path, base = f"{PRICES}[{index}].price", price.base_quantity
            rate = price.orderable_unit_factor_rate
            if rate is not None and rate != 1:
                hits.append(Hit(f"{path}.orderable_unit_factor_rate", rate, "1", {"unit": unit}))
            elif base is not None and (base.value != 1 or base.unit_code not in (None, unit)):
                shown = f"{base.value} {base.unit_code or ''}".strip()
                hits.append(Hit(f"{path}.base_quantity", shown, f"1 {unit}", {"unit": unit}))
        return hits

    return Rule(rule_id, *_ERROR_LINE, check, mark=Mark.OWN, shared=True)


def decimals_rule(rule_id: str, most: int) -> Rule:
    """Return the rule that a price is not negative and has no more decimals than a field takes."""

    def check(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        chosen = selling_price(body, ctx.route.today)
        price = None if chosen is None else chosen.quantity.price
        if chosen is None or price is None or price.price_amount is None:
            return ()
        amount = price.price_amount.value
        if amount >= 0 and decimals(trim_decimals(amount, 0)) <= most:
            return ()
        field = f"{price_path(body, chosen)}.price_amount"
        return [Hit(field, amount, f">= 0, <= {most}")]

    return Rule(rule_id, *_ERROR_LINE, check, mark=Mark.OWN, shared=True)


def one_price_rule(rule_id: str) -> Rule:
    """Return the warning that names which prices of an item are left out."""

    def check(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
        chosen = selling_price(body, ctx.route.today)
        left = [] if chosen is None else unsaid(chosen)
        if chosen is None or not left:
            return ()
        price = chosen.quantity.price
        amount = price.price_amount if price is not None else None
        key = item_key(body)
        args = {"item": key[0] if key else "", "count": len(left), "left": left[0]}
        field = f"{price_path(body, chosen)}.price_amount"
        return [Hit(field, amount.value if amount is not None else None, None, args)]

    return Rule(rule_id, Severity.WARN, Scope.LINE, check, mark=Mark.OWN, shared=True)


def price_path(body: CatalogueLine, chosen: Chosen) -> str:
    """Return the path of the price that was chosen."""
    places = body.required_item_location_quantity
    index = next(i for i, place in enumerate(places) if place is chosen.quantity)
    return f"{PRICES}[{index}].price"
