"""Taxes as people read them: which one, at what rate, of what, and how much."""

from hub.model.sentence import LANGUAGES
from hub.render.leaflet import Pair
from hub.render.leaves import Leaf, Leaves
from hub.render.pagewording import Wording, wording
from hub.render.saying import Saying

__all__ = ["tax_name", "tax_parts"]

_PLAIN = frozenset({"S", "StandardRated"})
"""Tax categories that say no more than the rate does."""

_SIGN = 2
"""Letters of a category that is a sign of a list, and no word of its own."""


def tax_parts(leaves: Leaves, total: str, words: Wording, say: Saying) -> list[Pair]:
    """Take the parts of a tax total, each as what it is and how much; amounts as stated."""
    found: list[Pair] = []
    for part in leaves.groups(f"{total}.tax_subtotal"):
        group = f"{part}.tax_category"
        rate = leaves.take(f"{part}.percent")
        named = tax_name(leaves, group, words, say, rate) or words.say("total.tax")
        base = leaves.take(f"{part}.taxable_amount")
        if base is not None:
            named += f" {words.say('field.base_amount')} {say.text(base)}"
        found.append((named, say.text(leaves.take(f"{part}.tax_amount"))))
    return found


def tax_name(
    leaves: Leaves, group: str, words: Wording, say: Saying, rate: Leaf | None = None
) -> str:
    """Take the tax of a category in a few words: which, how much, which category.

    ``rate`` is that of the group around it, where the category has none of its own.
    """
    own = leaves.take(f"{group}.percent")
    percent = rate if own is None else own
    category = say.text(leaves.take(f"{group}.id"))
    meant = words.code("tax_category", category)
    told = [_scheme(leaves, f"{group}.tax_scheme", words, say)]
    if not told[0] and (percent is not None or category):
        told[0] = words.say("total.tax")
    if percent is not None:
        told.append(f"{say.text(percent)} %")
    if percent is None or category not in _PLAIN:
        sign = category if len(category) <= _SIGN or not meant else ""
        shown = ", ".join(one for one in (meant, sign) if one)
        told.append(f"({shown})" if shown else "")
    return " ".join(one for one in told if one)


def _scheme(leaves: Leaves, scheme: str, words: Wording, say: Saying) -> str:
    """Take which tax it is, in the reader's word where it has one.

    The document's own name is told where it says more than that word in another language.
    """
    code = say.text(leaves.take(f"{scheme}.id"))
    name = say.text(leaves.take(f"{scheme}.name"))
    meant = words.code("tax_scheme", code)
    if not meant:
        return name or code
    alike = {code, *(wording(one).code("tax_scheme", code) for one in LANGUAGES)}
    same = not name or name.casefold() in {one.casefold() for one in alike}
    return meant if same else f"{meant} ({name})"
