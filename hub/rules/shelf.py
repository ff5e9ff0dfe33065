"""The rules that any profile may take from the hub: units, UNSPSC, identifiers."""

from hub.rules.rule import Rule

__all__ = ["shelf"]


def shelf() -> tuple[Rule, ...]:
    """Return the hub's own rules, asked for in a rules.toml with ``use = ["UOM-01"]``."""
    return ()
