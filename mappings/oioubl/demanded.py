"""What OIOUBL demands once of a document around an order, and other formats need not say once.

What is missing in the sender's document, or stands there twice, is the sender's to mend; nothing
is put there in its place, and nothing of two chosen.
"""

from typing import Any

from hub.rules.translation import Translation

SELLER = "seller_supplier_party"
SIDES = ("buyer_customer_party", SELLER)


def head(given: Any, said: Translation, sides: tuple[str, ...] = SIDES) -> None:
    """Refuse a head without its number or one of its ``sides`` (F-OCH004, F-ORD031, F-ORE032)."""
    if given.id is None:
        said.impossible("OIO-50", "id")
    for name in sides:
        if not hasattr(given, name):
            continue
        side = getattr(given, name)
        if side is None or side.party is None:
            said.impossible("OIO-50", f"{name}.party")


def once(given: Any, said: Translation) -> None:
    """Refuse what OIOUBL has one of (F-ORD212, F-OCA004, F-ORE008)."""
    for name, variant in (("validity_period", "periods"), ("order_reference", "orders")):
        found = getattr(given, name, None)
        if isinstance(found, tuple) and len(found) > 1:
            said.impossible("OIO-49", name, len(found), variant=variant)


def line(given: Any, said: Translation) -> None:
    """Refuse a line whose item has no name (F-ORD184, F-OCH160, F-ORE111)."""
    item = None if given.line_item is None else given.line_item.item
    if item is None or item.name is None:
        said.impossible("EN-17", "line_item.item.name")
