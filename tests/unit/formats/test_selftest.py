"""Examples say what differs, and are rewritten only when that is said."""

from collections.abc import Callable
from pathlib import Path

from hub.formats.registry import Formats, mapping_folders
from hub.formats.selftest import Example, find_examples, run_example
from hub.rules.profile import load_profiles

Catalogue = Callable[..., bytes]
MAPPINGS = Path(__file__).parents[3] / "mappings"
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


def test_a_route_brings_the_rules_of_a_profile(formats: Formats, tmp_path: Path) -> None:
    """Without its mandatory system name nothing is written; with it the items are judged."""
    profiles = load_profiles(mapping_folders({}))
    input_ = (MAPPINGS / "bizisland" / "examples" / "small" / "input.zip").read_bytes()
    case = example(tmp_path, input_, "output.opus_catalogue_1.xml")
    (case.path / "input.xml").rename(case.path / "input.zip")
    route = case.path / "route.toml"
    route.write_text('profile = "opus"\n')
    (difference,) = run_example(case, formats, profiles=profiles)
    assert '+      "rule": "OPU-01",' in difference.text
    route.write_text('profile = "opus"\n[options]\nsystem_name = "EKSEMPEL"\n')
    (difference,) = run_example(case, formats, profiles=profiles)
    assert "OPU-01" not in difference.text
    assert "OPU-05" in difference.text


def test_what_is_wrong_with_a_route_is_said(
    formats: Formats, catalogue: Catalogue, tmp_path: Path
) -> None:
    """A word that a route does not know, and a profile that there is not."""
    case = example(tmp_path, catalogue(ITEM), "findings.json")
    (case.path / "route.toml").write_text("buyer = 1\n")
    assert run_example(case, formats)[0].text == "buyer: unknown key"
    (case.path / "route.toml").write_text('profile = "nobody"\n')
    assert run_example(case, formats)[0].text == "profile: there is no profile 'nobody'"
    (case.path / "route.toml").write_text("[sender]\nnick = 'x'\n")
    assert "nick" in run_example(case, formats)[0].text


def test_archives_are_compared_by_what_they_hold(formats: Formats, tmp_path: Path) -> None:
    """Another version of the packer makes other bytes of the same files."""
    input_ = (MAPPINGS / "bizisland" / "examples" / "small" / "input.zip").read_bytes()
    wanted = "output.opus_catalogue-package_1.zip"
    case = example(tmp_path, input_, wanted)
    (case.path / "input.xml").rename(case.path / "input.zip")
    (case.path / "route.toml").write_text("[options]\nsystem_name = 'EKSEMPEL'\n")
    run_example(case, formats, rewrite=True)
    output = case.path / wanted
    assert output.read_bytes().startswith(b"not valid")
