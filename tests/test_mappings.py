"""Every example of every mapping folder gives what it says."""

from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.formats.selftest import Example, find_examples, run_example
from hub.rules.profile import Profiles, load_profiles
from hub.xml.schemas import SchemaStore

EXAMPLES = tuple(find_examples(mapping_folders({})))


@pytest.fixture(scope="module")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """All profiles of the project."""
    return load_profiles(mapping_folders({}))


def test_there_are_examples() -> None:
    """The folders that read documents into the model have examples."""
    assert {"oioubl"} <= {example.mapping for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example(example: Example, formats: Formats, profiles: Profiles) -> None:
    """What came of the input is what the example says."""
    differences = run_example(example, formats, profiles=profiles)
    assert not differences, "\n".join(f"{d.file}:\n{d.text}" for d in differences)
