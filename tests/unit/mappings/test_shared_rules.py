"""Rules that look at nothing of one receiver are judged once for all of a system."""

import pytest

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.rules.rule import Scope


@pytest.mark.parametrize(
    ("profile", "kind", "own"),
    [
        # What the head says, and what the agreement says of classes and their version.
        ("prisme", "catalogue", {"OIO-48", "PRI-08", "PRI-24"}),
        # What was published to that customer before.
        ("truetrade", "pricebook", {"TTK-04", "TTK-05"}),
        ("rakat", "catalogue", set()),
        ("opus", "catalogue", set()),
        ("digiinkoop", "catalogue", set()),
    ],
)
def test_only_what_one_receiver_decides_is_judged_for_each(
    profile: str, kind: str, own: set[str]
) -> None:
    """With twenty receivers every other rule would be asked twenty times about each line."""
    judged = Toolbox(Settings.from_environment()).profiles[profile].judged(None)
    rules = [rule for rule in judged.about(kind) if rule.scope is not Scope.HEADER]
    assert rules
    assert {rule.id for rule in rules if not rule.shared} == own
