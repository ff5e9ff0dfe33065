"""Every document type of UBL goes through, whether or not the hub reads it."""

from typing import Any

import pytest

from hub.formats.format import Format
from hub.formats.registry import Formats
from hub.model.finding import Layer
from hub.model.report import LayerStatus
from hub.pipeline.outcome import Accepted, Routed, Unroutable
from hub.xml.schemas import SchemaStore
from tests.unit.pipeline.smallest import smallest
from tests.unit.pipeline.world import MAKER, TOWN, City, Hall, agreement, party, run, wants


@pytest.fixture(scope="module")
def store(schemas_home: Any) -> SchemaStore:
    """The installed schemas."""
    return SchemaStore(schemas_home)


def put(tree: dict[str, Any], path: str, value: object) -> None:
    """Set a value at a path, making the levels above it."""
    *above, last = path.split("/")
    for step in above:
        tree = tree.setdefault(step, {})
    tree[last] = value


def sent(one: Format, store: SchemaStore, summary: dict[str, str]) -> bytes:
    """Return the smallest document of a format, from the maker to the town."""
    wanted: dict[str, Any] = {}
    identity = one.declared.identity
    put(wanted, "cbc:UBLVersionID", identity.ubl_version_id or "2.1")
    if identity.customization_id or identity.customization_starts:
        said = identity.customization_id or identity.customization_starts
        put(wanted, "cbc:CustomizationID", said)
    if "id" in summary:
        put(wanted, summary["id"], "N1")
    for side, gln in (("sender", MAKER), ("receiver", TOWN)):
        if side in summary:
            put(wanted, f"{summary[side]}/cbc:EndpointID", ("GLN", gln))
    root = f"{{{one.declared.namespace}}}{one.declared.root}"
    structure = store.structure(str(one.declared.schema), str(one.declared.root))
    assert structure is not None
    return smallest(structure, root, wanted)


@pytest.mark.parametrize("name", ["ubl:2.1", "oioubl:2.01", "peppol:3"])
def test_every_type_passes_through_unchanged(
    name: str, hall: Hall, formats: Formats, store: SchemaStore
) -> None:
    """Identified, checked, routed and forwarded, byte for byte.

    A type that says nowhere whom it is for is good all the same, and loudly unroutable.
    Rules of a format's own are not the matter here: the smallest document breaks some.
    """
    authority, version = name.split(":")
    where = City(
        party("maker", MAKER),
        party("town", TOWN, receives=[wants("*", "town.all")], agreements=[agreement("T", "town")]),
    )
    chosen = [one for one in formats if (one.id.authority, one.id.version) == (authority, version)]
    assert len(chosen) >= 15
    for one in chosen:
        summary = one._file.summaries.get(one.kind, {})
        content = sent(one, store, dict(summary))
        processed = run(hall, where, content)
        found = processed.report.findings()
        assert processed.format == one.id
        assert processed.report.status(Layer.SYNTAX) is LayerStatus.VALID, (one.id, found)
        assert processed.report.status(Layer.SCHEMA) is LayerStatus.VALID, (one.id, found)
        if not summary:
            assert processed.outcome == Unroutable("no-route"), (one.id, found)
            continue
        assert processed.summary is not None
        assert processed.summary.id == "N1", one.id
        assert [address.value for address in processed.summary.sender] == [MAKER], one.id
        assert [address.value for address in processed.summary.receiver] == [TOWN], one.id
        if processed.report.status(Layer.OFFICIAL) is LayerStatus.INVALID:
            continue
        assert isinstance(processed.outcome, Accepted), (one.id, found)
        (way,) = processed.outcome.routes
        assert isinstance(way, Routed), one.id
        assert way.unchanged, one.id
        assert way.parts[0].path.read_bytes() == content
