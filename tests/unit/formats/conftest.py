"""What the tests of formats share: the project's formats, and small catalogues."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.formats.registry import Formats, load_formats, mapping_folders
from hub.xml.schemas import SchemaStore

NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
HEAD = """<cbc:UBLVersionID>{ubl}</cbc:UBLVersionID>
<cbc:CustomizationID>{customization}</cbc:CustomizationID>
<cbc:ProfileID schemeID="urn:oioubl:id:profileid-1.2"
    schemeAgencyID="320">Catalogue-CatSim-1.0</cbc:ProfileID>
<cbc:ID>KAT-1</cbc:ID>
<cbc:IssueDate>2026-01-05</cbc:IssueDate>
<cbc:VersionID>3</cbc:VersionID>
{more}
<cac:ReferencedContract><cbc:ID>AFT-7</cbc:ID></cac:ReferencedContract>
<cac:ProviderParty>
  <cbc:EndpointID schemeID="DK:CVR">DK10000009</cbc:EndpointID>
  <cac:PartyIdentification>
    <cbc:ID schemeID="GLN" schemeAgencyID="9">5790000000005</cbc:ID>
  </cac:PartyIdentification>
  <cac:PartyIdentification><cbc:ID>K-17</cbc:ID></cac:PartyIdentification>
</cac:ProviderParty>
<cac:ReceiverParty>
  <cbc:EndpointID schemeID="GLN" schemeAgencyID="9">5790099990003</cbc:EndpointID>
</cac:ReceiverParty>"""
LINE = "<cac:CatalogueLine><cbc:ID>{number}</cbc:ID>{inside}</cac:CatalogueLine>"


@pytest.fixture(scope="session")
def formats(schemas_home: Path) -> Formats:
    """All formats of the project."""
    return load_formats(mapping_folders({}), SchemaStore(schemas_home))


@pytest.fixture(scope="session")
def catalogue() -> Callable[..., bytes]:
    """Make a catalogue: the inside of each line, and perhaps more in its head."""

    def make(
        *lines: str,
        ubl: str = "2.1",
        customization: str = "OIOUBL-2.1",
        more: str = "",
    ) -> bytes:
        head = HEAD.format(ubl=ubl, customization=customization, more=more)
        body = "\n".join(
            LINE.format(number=number, inside=inside) for number, inside in enumerate(lines, 1)
        )
        return f"<Catalogue {NAMESPACES}>\n{head}\n{body}\n</Catalogue>".encode()

    return make
