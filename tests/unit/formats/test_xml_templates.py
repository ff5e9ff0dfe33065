"""The functions that write XML: what their text looks like, and that no table gets into it."""

import ast
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hub.formats.folder import Folder, Mistakes
from hub.formats.table import load_table
from hub.formats.xmlleaf import Output
from hub.formats.xmlread import Tags
from hub.formats.xmlunwritten import file_losses
from hub.formats.xmlwrite import Template, TemplateCompiler
from hub.model.catalogue import CatalogueLine, RelatedItem
from hub.model.item import CommodityClassification, Item
from hub.model.loss import LossReport
from hub.model.reference import Attachment, DocumentReference
from hub.model.values import BinaryObject, Code, Identifier, Quantity, Text
from hub.xml.schemas import SchemaStore

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SPACES = {
    "cac": f"{UBL}CommonAggregateComponents-2",
    "cbc": f"{UBL}CommonBasicComponents-2",
}
HOSTILE = "x') or __import__('os').abort() or ('"
TABLE = """
document = "catalogue"
lines = "cac:CatalogueLine"
[header]
id = { path = "cbc:ID", type = "identifier" }
[line]
id = { path = "cbc:ID", type = "identifier", attr = { schemeID = "HOSTILE" } }
action_code = { path = "cbc:ActionCode", type = "code", codes = "actions", default = "HOSTILE" }
orderable_unit = { path = "cbc:OrderableUnit", type = "text", const = "HOSTILE" }
minimum_order_quantity = { path = "cbc:MinimumOrderQuantity", type = "quantity" }
note = { path = "cbc:Note", type = "text", each = true, call = "note" }
warranty_information = { path = "cac:WarrantyValidityPeriod/cbc:Description", type = "text" }
item = { path = "cac:Item", type = "HOSTILE" }
[line.document_reference]
path = "cac:DocumentReference"
type = "paper"
each = true
where = { document_type_code = "HOSTILE" }
[group.paper]
struct = "document_reference"
id = { path = "cbc:ID", type = "identifier" }
document_type_code = { path = "cbc:DocumentTypeCode", type = "code" }
attachment = { path = "cac:Attachment", type = "attachment" }
[group.attachment]
embedded_document_binary_object = { path = "cbc:EmbeddedDocumentBinaryObject", type = "binary" }
[group."HOSTILE"]
struct = "item"
name = { path = "cbc:Name", type = "text" }
commodity_classification = { path = "cac:CommodityClassification", type = "class", each = true }
[group.class]
struct = "commodity_classification"
item_classification_code = { path = "cbc:ItemClassificationCode", type = "code" }
""".replace("HOSTILE", HOSTILE)
FUNCTIONS = """
def write_note(value):
    if not value.value:
        raise ValueError("says nothing")
    return None if value.value == "-" else value
"""
LINE = CatalogueLine(id=Identifier("1"), action_code=Code("Add"), orderable_unit=Text(HOSTILE))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, schemas_home: Path) -> Template:
    """The template of a line whose table says everything in the words of an attacker."""
    path = tmp_path_factory.mktemp("mapping")
    (path / "codes").mkdir()
    (path / "catalogue.toml").write_text(TABLE)
    (path / "functions.py").write_text(FUNCTIONS)
    (path / "codes" / "actions.csv").write_text(f'ours,theirs\nAdd,"{HOSTILE}"\n')
    mistakes = Mistakes()
    table = load_table(Folder(path, None), "catalogue.toml", mistakes)
    assert not mistakes.sentences
    assert table is not None
    assert table.line is not None
    structure = SchemaStore(schemas_home).structure("ubl-2.1", "Catalogue")
    assert structure is not None
    compiler = TemplateCompiler(table, Tags(SPACES), structure)
    root = f"{{{UBL}Catalogue-2}}Catalogue"
    return compiler.template(table.line, structure.children(root)[-1].type)


def written(template: Template, value: Any) -> tuple[str, Output]:
    """Return what a template writes, and what it noticed."""
    output = Output()
    template.write(value, output)
    return "".join(output.texts), output


def below(template: Template) -> list[Template]:
    """Return a template and all that it leads to."""
    found = [template]
    for one in found:
        found += [t for t in one.inner.values() if isinstance(t, Template) and t not in found]
    return found


def test_nothing_of_a_table_is_program(template: Template) -> None:
    """Words of a table are constants; names are those of the model and of this project."""
    assert len(below(template)) == 5
    for one in below(template):
        tree = ast.parse(one.text)
        (function,) = tree.body
        assert isinstance(function, ast.FunctionDef)
        assert function.name == one.function
        for node in ast.walk(tree):
            assert not isinstance(node, ast.Import | ast.ImportFrom | ast.Lambda), one.text
            name = node.id if isinstance(node, ast.Name) else ""
            name = node.attr if isinstance(node, ast.Attribute) else name
            assert "import" not in name, one.text
            assert "__" not in name, one.text
        constants = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        assert all("abort" not in str(c) or c == HOSTILE for c in constants)
    assert repr(HOSTILE) in template.text


def test_the_words_of_a_table_are_written_as_words(template: Template) -> None:
    """Constant, default, code, attribute and distinguishing constant arrive as they are."""
    line = replace(LINE, document_reference=(DocumentReference(id=Identifier("d")),))
    text, output = written(template, line)
    assert text == (
        f'<cbc:ID schemeID="{HOSTILE}">1</cbc:ID>'
        f"<cbc:ActionCode>{HOSTILE}</cbc:ActionCode>"
        f"<cbc:OrderableUnit>{HOSTILE}</cbc:OrderableUnit>"
        "<cac:DocumentReference><cbc:ID>d</cbc:ID>"
        f"<cbc:DocumentTypeCode>{HOSTILE}</cbc:DocumentTypeCode></cac:DocumentReference>"
    )
    assert not output.odd
    assert not output.homeless
    text, output = written(template, replace(LINE, action_code=None, orderable_unit=None))
    assert text.count(HOSTILE) == 3
    assert output.derived == {"action_code": HOSTILE}


def test_a_template_can_be_read(template: Template) -> None:
    """The text takes the struct apart once and goes on in the order of the schema."""
    lines = template.text.splitlines()
    assert lines[0] == f"def {template.function}(value, output):"
    assert lines[1].startswith("    (f_id, f_action_code, ")
    assert lines[1].endswith(") = astuple(value)")
    fields = [line.split()[1].strip(":") for line in lines if line.startswith("    if f_")]
    assert fields[:4] == ["f_id", "f_action_code", "f_note", "f_orderable_unit"]
    assert lines[-1] == "        output.homeless = True"


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.00", "1.00"), ("1E+3", "1000"), ("-2.5E-9", "-0.0000000025"), ("0E-8", "0.00000000")],
)
def test_numbers_are_written_out(template: Template, number: str, text: str) -> None:
    """XML knows no exponents, and every decimal is kept."""
    quantity = Quantity(Decimal(number), "EA")
    found, _ = written(template, replace(LINE, minimum_order_quantity=quantity))
    assert f'<cbc:MinimumOrderQuantity unitCode="EA">{text}</cbc:MinimumOrderQuantity>' in found


def test_a_code_is_kept_with_all_it_says(template: Template) -> None:
    """The same value with another list is another code, however often each comes."""
    codes = (Code("4"), Code("4", list_id="A"), Code("4", list_id="B"), Code("<", list_id="A"))
    classes = tuple(CommodityClassification(item_classification_code=c) for c in codes * 2)
    text, _ = written(template, replace(LINE, item=Item(commodity_classification=classes)))
    start, end = "<cac:CommodityClassification><cbc:ItemClassificationCode", "</cbc:Item"
    found = [part.partition(end)[0] for part in text.split(start)[1:]]
    assert found == [">4", ' listID="A">4', ' listID="B">4', ' listID="A">&lt;'] * 2


@pytest.mark.parametrize("code", [Code("4\x07"), Code("4", list_id="\x07")])
def test_an_odd_code_is_told_each_time(template: Template, code: Code) -> None:
    """What XML cannot carry is noticed in the second line as in the first."""
    line = replace(
        LINE, item=Item(commodity_classification=(CommodityClassification(None, None, None, code),))
    )
    for _ in range(2):
        losses = LossReport()
        _, output = written(template, line)
        file_losses(template, line, output, losses)
        assert len(losses) == 1


def test_several_fields_of_one_element_need_one(template: Template) -> None:
    """The element around is left out when there is nothing to put into it."""
    said = replace(LINE, warranty_information=(Text("a year"), Text("<b>")))
    assert (
        "<cac:WarrantyValidityPeriod><cbc:Description>a year</cbc:Description>"
        "<cbc:Description>&lt;b&gt;</cbc:Description></cac:WarrantyValidityPeriod>"
    ) in written(template, said)[0]
    assert "Warranty" not in written(template, LINE)[0]


def test_a_function_may_write_nothing(template: Template) -> None:
    """None is no element; a value it cannot express is told with its reason."""
    notes = (Text("a"), Text("-"), Text(""), Text("b"))
    text, output = written(template, replace(LINE, note=notes))
    assert text.count("<cbc:Note>") == 2
    assert output.failed == [("note", "says nothing")]


def test_an_embedded_file_is_not_copied(template: Template) -> None:
    """Its text is a piece of its own, the very same, and the output says so."""
    content = "QUJD" * 10
    file = BinaryObject(content, mime_code="text/plain")
    paper = DocumentReference(attachment=Attachment(embedded_document_binary_object=file))
    text, output = written(template, replace(LINE, document_reference=(paper,)))
    assert f'mimeCode="text/plain">{content}</cbc:Embedded' in text
    assert output.bulky
    assert any(piece is content for piece in output.texts)
    assert not written(template, LINE)[1].bulky


def test_what_has_no_element_is_noticed(template: Template) -> None:
    """One field without a home is enough, whether it holds one value or many."""
    for more in (
        {"contract_subdivision": Text("x")},
        {"accessory_related_item": (RelatedItem(),)},
    ):
        assert written(template, replace(LINE, **more))[1].homeless
    assert not written(template, LINE)[1].homeless
