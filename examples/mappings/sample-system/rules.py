"""What Sample System asks of catalogues beyond rules.toml.

A check returns hits (``hub/rules/rule.py``); most of what receivers ask alike is there already:
``hub/rules/singleprice.py``, ``wholeness.py``, ``catalogues.py``, ``units.py``, ``unspsc.py``.
"""

from collections.abc import Iterable
from decimal import Decimal

from hub.model.catalogue import CatalogueLine
from hub.model.finding import Severity
from hub.rules.chosenprice import has_amount, in_force, is_guide, least_quantity
from hub.rules.rule import Hit, Rule, RuleContext, Scope
from hub.rules.singleprice import factor_rule, written_rule
from hub.rules.wholeness import whole_rule

PRICES = "required_item_location_quantity"


def steps(body: CatalogueLine, ctx: RuleContext) -> Iterable[Hit]:
    """SAM-07: there is a price for a single unit, and only one from each quantity."""
    prices = [one for one in in_force(body, ctx.route.today) if has_amount(one)]
    leasts = [max(least_quantity(one), Decimal(1)) for one in prices if not is_guide(one)]
    if Decimal(1) not in leasts:
        return [Hit(PRICES, expected="1", variant="missing")]
    twice = next((one for one in leasts if leasts.count(one) > 1), None)
    return () if twice is None else [Hit(PRICES, twice)]


RULES = [
    # These three bring their own checks; the sentences are ours.
    written_rule("SAM-WRITTEN", "sample-system"),
    factor_rule("SAM-BASIS"),
    whole_rule("SAM-WHOLE"),
    Rule("SAM-07", Severity.ERROR, Scope.LINE, steps, shared=True),
]
