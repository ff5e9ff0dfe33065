"""Taxes as people read them: which one, at what rate, of what, and how much."""

from hub.render.leaflet import Pair
from hub.render.leaves import Leaves
from hub.render.pagewording import Wording
from hub.render.saying import Saying

__all__ = ["tax_parts"]

_PLAIN = frozenset({"S", "StandardRated"})
"""Tax categories that say no more than the rate does."""


def tax_parts(
    leaves: Leaves, total: str, words: Wording, say: Saying, *, category: bool = False
) -> list[Pair]:
    """Take the parts of a tax total, each as what it is and how much; amounts as stated.

    ``category`` is for places that have no other room for the code of the tax category.
    """
    found: list[Pair] = []
    for part in leaves.groups(f"{total}.tax_subtotal"):
        group = f"{part}.tax_category"
        scheme = say.text(leaves.take(f"{group}.tax_scheme.name"))
        if scheme:
            leaves.drop(f"{group}.tax_scheme.id")
        percent = leaves.first(f"{group}.percent", f"{part}.percent")
        base = leaves.take(f"{part}.taxable_amount")
        name = scheme or words.say("total.tax")
        if percent is not None:
            name += f" {say.text(percent)} %"
        if category and leaves.has(f"{group}.id"):
            name += f" ({say.text(leaves.take(f'{group}.id'))})"
        elif percent and say.text(leaves.peek(f"{group}.id")) in _PLAIN:
            leaves.drop(f"{group}.id")
        if base is not None:
            name += f" {words.say('field.base_amount')} {say.text(base)}"
        found.append((name, say.text(leaves.take(f"{part}.tax_amount"))))
    return found
