"""The rules that any profile may take from the hub: units, UNSPSC, identifiers."""

from hub.rules.identifiers import IDENTIFIER_RULES
from hub.rules.rule import Rule
from hub.rules.units import unit_rule
from hub.rules.unspsc import UNSPSC_RULES

__all__ = ["shelf"]


def shelf() -> tuple[Rule, ...]:
    """Return the hub's own rules, asked for in a rules.toml with ``use = ["UOM-01"]``.

    ``UOM-01`` brings the whole family of units, ``ID-GLN`` that of identifiers.
    """
    return (unit_rule(), *UNSPSC_RULES, *IDENTIFIER_RULES)
