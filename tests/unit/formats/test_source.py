"""Functions written as text know each other by name, and take nothing for a name that is none."""

import pytest

from hub.errors import Defect
from hub.formats.source import Body, Source, plain_name, unpacked


def test_a_function_finds_what_it_was_given_and_the_others() -> None:
    """Values and functions are there by name, whichever was defined first."""
    source = Source("a table", {"twice": lambda value: value * 2})
    bound = source.bind("word", "x' + y")
    first, second = Body(), Body()
    with first.inside("if value"):
        first.add("return second(value)")
    first.add("return None")
    second.add(f"return twice(value) + {bound}")
    source.define("first", ("value",), first)
    source.define("second", ("value",), second)
    assert source.function("first")("a") == "aax' + y"
    assert source.function("first")("") is None
    assert source.text("first") == (
        "def first(value):\n    if value:\n        return second(value)\n    return None\n"
    )


def test_a_function_is_compiled_when_it_is_needed() -> None:
    """What no document needs costs no more than its text; what one needs is compiled once."""
    source = Source("a table", {})
    broken, sound = Body(), Body()
    broken.add("return (")
    sound.add("return 1")
    source.define("broken", (), broken)
    source.define("sound", (), sound)
    assert source.function("sound")() == 1
    assert source.function("sound") is source.function("sound")
    with pytest.raises(SyntaxError) as told:
        source.function("broken")
    assert told.value.filename == "<a table: broken>"


@pytest.mark.parametrize(
    "word", ["", "two words", "x=1", "f(x)", "1st", "class", "None", "ø", "a\nimport os", "a.b"]
)
def test_only_names_are_names(word: str) -> None:
    """Anything else is refused where it would become part of a program."""
    source = Source("a table", {})
    with pytest.raises(Defect):
        plain_name(word)
    for use in (
        lambda: source.define(word, (), Body()),
        lambda: source.define("f", (word,), Body()),
        lambda: Source("a table", {word: 1}),
    ):
        with pytest.raises(Defect):
            use()
    with pytest.raises(Defect):
        unpacked(("id", f"{word}-"))


def test_every_bound_value_has_a_name_of_its_own() -> None:
    """The same word twice is two names."""
    source = Source("a table", {"given_1": "not to be lost"})
    names = {source.bind("given", value) for value in "abc"} | {"given_1"}
    assert len(names) == 4
