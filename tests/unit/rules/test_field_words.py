"""Fields are called what people call them, in Danish and Dutch too."""

import tomllib
from pathlib import Path

from hub.rules.fieldwords import path_words, step_words

MAPPINGS = Path(__file__).parents[3] / "mappings"
ALIKE = frozenset({"contact", "contract", "delivery"})


def test_a_path_is_said_in_the_readers_language() -> None:
    """Parts that repeat are not counted; a column keeps its name."""
    said = path_words("item.keyword[2].brand_name")
    assert (said.en, said.da) == ("item › keyword › brand name", "vare › søgeord › mærke")
    assert path_words("ITEM_TOLL").nl == "ITEM_TOLL"


def test_every_field_of_a_catalogue_has_words() -> None:
    """Whatever a table names can be lost, and a clerk is told so in no other language."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in MAPPINGS.glob("*/catalogue.toml")]
    paths = {path for table in tables for path in (*table.get("header", ()), *table["line"])}
    steps = {step for path in paths for step in path.split(".") if not step.startswith("_")}
    assert len(steps) > 60
    english = {step for step in steps if step_words(step).da == step_words(step).en}
    assert not english - ALIKE
