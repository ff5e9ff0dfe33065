"""Commands about formats: list them."""

from hub.app.settings import Settings
from hub.app.toolbox import Toolbox
from hub.cli.console import out, show_json, table
from hub.cli.documents import Json
from hub.cli.failure import told
from hub.formats.registry import Format

__all__ = ["formats"]


def formats(json_: Json = False) -> None:
    """List every format the hub knows, and what it can do with it."""
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
