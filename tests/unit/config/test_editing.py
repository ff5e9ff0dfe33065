"""One setting of a party's file changed; what people wrote around it stays."""

import tomllib

import pytest

from hub.config.editing import with_setting
from hub.errors import ConfigurationError

FILE = """\
# Ours.
name = "Butik # 1"

[[account]]
kind = "folder"   # the old way
path = "in/shop"

[[account]]
name = "web" # the new way
kind = "http"
keys = [ # two at most
  "aaaaaaaa:1]", # 'first'
  'bbbbbbbb:2"',
] # not shown
language = "da"

[[port]]
name = "answers"
kind = "pull"
"keys" = ["c"]
"""


def test_a_list_over_several_lines_is_replaced_whole() -> None:
    """Brackets, quotes and remarks inside it do not end it early."""
    changed = with_setting(FILE, "account", 1, "keys", ["x", "y"])
    before, after = FILE.split("keys = [ # two at most")
    assert changed == before + 'keys = ["x", "y"] # not shown' + after.partition("] # not shown")[2]


def test_each_entry_is_its_own() -> None:
    """The same key of another entry or table stays."""
    changed = with_setting(FILE, "port", 0, "keys", ["d"])
    assert changed == FILE.replace('"keys" = ["c"]', '"keys" = ["d"]')


def test_a_setting_that_is_not_there_goes_under_the_kind() -> None:
    """The new line stands in its own entry."""
    changed = with_setting(FILE, "account", 0, "password_hash", "ø\\")
    line = 'kind = "folder"   # the old way\n'
    assert changed == FILE.replace(line, line + 'password_hash = "ø\\\\"\n')


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_stay(ending: str) -> None:
    """A file with the line ends of Windows keeps them, also without one at its end."""
    text = ending.join(["[[account]]", 'kind = "queue"'])
    changed = with_setting(text, "account", 0, "password_hash", "x")
    assert changed == ending.join([text, 'password_hash = "x"', ""])


def test_the_last_line_may_have_no_end() -> None:
    """A value at the very end of a file is replaced."""
    text = '[[account]]\nkind = "queue"\npassword_hash = "old"'
    assert with_setting(text, "account", 0, "password_hash", "new").endswith('= "new"')


@pytest.mark.parametrize(
    "text",
    [
        'account = [{ kind = "queue" }]\n',
        'account = [{ kind = "queue", password_hash = "old" }]\n',
    ],
)
def test_what_is_not_understood_is_left_to_a_person(text: str) -> None:
    """Nothing is guessed: the message says what to write by hand."""
    assert tomllib.loads(text)["account"][0]["kind"] == "queue"
    with pytest.raises(ConfigurationError, match='write by hand: password_hash = "new"'):
        with_setting(text, "account", 0, "password_hash", "new")
