"""Examples say what differs, and are rewritten only when that is said."""

from collections.abc import Callable
from pathlib import Path

from hub.formats.registry import Formats
from hub.formats.selftest import Example, find_examples, run_example

Catalogue = Callable[..., bytes]
ITEM = "<cac:Item><cbc:Name>Vare</cbc:Name></cac:Item>"


def example(folder: Path, content: bytes, *wanted: str) -> Example:
    """Write an example with empty expectations."""
    case = folder / "own" / "examples" / "case"
    case.mkdir(parents=True)
    (case / "input.xml").write_bytes(content)
    for name in wanted:
        (case / name).touch()
    (found,) = find_examples([folder / "own"])
    return found


def test_a_difference_is_shown_and_nothing_is_written(
    formats: Formats, catalogue: Catalogue, tmp_path: Path
) -> None:
    """Without the switch an expectation stays as it is."""
    case = example(tmp_path, catalogue(ITEM), "findings.json")
    (difference,) = run_example(case, formats)
    assert difference.file == "findings.json"
    assert '+  "format": "oioubl:catalogue:2.1",' in difference.text
    assert (case.path / "findings.json").read_bytes() == b""


def test_the_switch_rewrites_what_is_asked_for(
    formats: Formats, catalogue: Catalogue, tmp_path: Path
) -> None:
    """With the switch the files that are there are written, and then nothing differs."""
    names = ("canonical.jsonl", "losses.json", "output.ubl_catalogue_2.0.xml")
    case = example(tmp_path, catalogue(ITEM, customization=""), *names)
    assert [d.file for d in run_example(case, formats, rewrite=True)] == list(names)
    assert run_example(case, formats) == ()
    assert sorted(p.name for p in case.path.iterdir()) == sorted([*names, "input.xml"])
    output = case.path / names[2]
    output.write_bytes(output.read_bytes().replace(b"Vare", b"Ware"))
    (difference,) = run_example(case, formats)
    assert "-<cbc:Name>Ware</cbc:Name>" in difference.text
    assert "+<cbc:Name>Vare</cbc:Name>" in difference.text


def test_what_cannot_come_is_said(formats: Formats, tmp_path: Path) -> None:
    """An output of an unreadable document, or no expectation at all, is a difference."""
    case = example(tmp_path, b"nothing", "canonical.jsonl")
    (difference,) = run_example(case, formats)
    assert difference.text.startswith("nothing came")
    (case.path / "canonical.jsonl").unlink()
    (difference,) = run_example(case, formats)
    assert difference.file == "expectations"
