"""Commands about formats: list them, show the fields of one, make a workbook to fill in."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.check import InLanguage, language_of
from hub.cli.console import out, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import told
from hub.cli.givenfile import write_page
from hub.formats.fieldlist import field_list
from hub.formats.format import Format
from hub.model.fieldlist import FieldList
from hub.render.fieldbook import write_field_book
from hub.render.fieldpage import field_markdown, field_page
from hub.render.wording import Wording

__all__ = ["abilities", "app"]

app = typer.Typer(
    name="formats",
    help="Every format the hub knows; the fields of those that are tables.",
    invoke_without_command=True,
)


@app.callback()
def formats(context: typer.Context, json_: Json = False) -> None:
    """List every format the hub knows, and what it can do with it."""
    if context.invoked_subcommand is not None:
        return
    with told():
        known = sorted(Toolbox(Settings.from_environment()).formats.all(), key=lambda f: f.id)
        if json_:
            for one in known:
                show_json(
                    {
                        "format": str(one.id),
                        "title": one.title,
                        "abilities": abilities(one),
                        "schema": one.declared.schema,
                    }
                )
            return
        rows = [(one.id, ", ".join(abilities(one)), one.title) for one in known]
        out().print(table(("format", "the hub can", "title"), rows))


def abilities(one: Format) -> list[str]:
    """Return what the hub can do with a format.

    An XML format without a field table is not read into the model: it is passed through.
    """
    can = ["identify"]
    if one.declared.schema is not None:
        can.append("check")
    if one.declared.root is not None and one.table is None and not one.has_own_reader:
        return [*can, "pass through"]
    if one.declared.read:
        can.append("read")
    if one.declared.write:
        can.append("write")
    return can


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="FORMAT", help="An id, or its first part.")],
    doc: Annotated[
        Path | None,
        typer.Option("--doc", metavar="OUT.html|OUT.md", help="Write the fields as a page."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OUT.xlsx", help="Write a workbook to fill in."),
    ] = None,
    language: InLanguage = None,
) -> None:
    """Show the fields of a format of rows; write them as a page, or as a workbook to fill in."""
    with told():
        tools = Toolbox(Settings.from_environment())
        words = Wording(language_of(tools, language))
        fields = _fields(tools, name)
        if doc is not None:
            write = field_markdown if doc.suffix.lower() == ".md" else field_page
            write_page(doc, write(fields, words))
        if template is not None:
            if not fields.fillable:
                raise typer.BadParameter(
                    f"there is no workbook to fill in for {fields.format}; --doc writes its fields",
                    param_hint="--template",
                )
            write_field_book(template, fields, words)
        if doc is None and template is None:
            _print(field_markdown(fields, words))


def _fields(tools: Toolbox, name: str) -> FieldList:
    """Return the fields of the format so called; the first word of its id will do."""
    known = [
        one for one in tools.formats.all() if name in (str(one.id), str(one.id).partition(":")[0])
    ]
    listed = [fields for one in known if (fields := field_list(one)) is not None]
    # Several documents of one table (one alone, one packed) have the same fields.
    if len({one.sheets for one in listed}) == 1:
        return listed[0]
    if listed:
        ids = ", ".join(one.format for one in listed)
        raise typer.BadParameter(f"{name} names several; say one of {ids}", param_hint="FORMAT")
    why = "is no table of rows" if known else "is not a format the hub knows"
    raise typer.BadParameter(f"{name} {why}; `hub formats` lists them", param_hint="FORMAT")


def _print(pieces: Iterable[str]) -> None:
    sys.stdout.writelines(pieces)
