"""Made-up mapping folders: a format with rules, one that writes badly, picky receivers."""

from pathlib import Path

__all__ = ["DEMO", "SEALED", "write_folders"]

DEMO = "urn:example:demo"
SEALED = "urn:example:sealed"

STAMPED = """
extends = "catalogue.toml"
[line]
minimum_order_quantity = { attr = { unitCode = "H87" } }
"""

FORMAT = """
authority = "{name}"
title = "Made up"
parent = "ubl"

[[document]]
kind = "catalogue"
version = "1"
root = "Catalogue"
schema = "ubl-2.1"
identity = {{ customization_id = "urn:example:{name}" }}
table = "{table}"
"""

RULES = '''
"""Rules that look for words."""

from msgspec.structs import replace

from hub.model.finding import Severity
from hub.model.loss import LossKind
from hub.model.values import Text
from hub.rules.rule import NEEDS_STATE, Hit, Rule, Scope


def word_of(body):
    return body.item.name.value


def tidy(body, ctx):
    """Cut what is too long."""
    if not word_of(body).startswith("{tidied}"):
        return ()
    short = replace(body, item=replace(body.item, name=Text("{tidied}")))
    return [Hit("item.name", word_of(body), repaired=short, loss=LossKind.CUT)]


def skip(body, ctx):
    """Leave out what this receiver never gets."""
    return [Hit(leave_out=True)] if word_of(body) == "{name} skips" else ()


def wait(header, ctx):
    """Hold the document."""
    return [Hit(hold=True)] if any(n.value == "{name} waits" for n in header.note) else ()


def judge(word):
    def check(body, ctx):
        return [Hit("item.name", word_of(body))] if word_of(body) == word else ()

    return check


def head(header, ctx):
    """Refuse a note."""
    return [Hit("note[0]", n.value) for n in header.note if n.value == "{name} minds the head"]


class Ending:
    def __init__(self, ctx):
        self.bad = any(n.value == "{name} minds the end" for n in ctx.header.note)

    def line(self, number, body, locate):
        return ()

    def end(self):
        return [Hit()] if self.bad else ()


def memory(header, ctx):
    """Ask the memory."""
    return NEEDS_STATE if ctx.known is None else ()


RULES = [
    Rule("{ID}-TIDY", Severity.FIX, Scope.LINE, tidy, repairs=True, shared=True),
    Rule("{ID}-SKIP", Severity.FIX, Scope.LINE, skip, repairs=True),
    Rule("{ID}-WAIT", Severity.WARN, Scope.HEADER, wait),
    Rule("{ID}-LINE", Severity.ERROR, Scope.LINE, judge("{name} minds")),
    Rule("{ID}-WARN", Severity.WARN, Scope.LINE, judge("{name} frowns"), shared=True),
    Rule("{ID}-FATAL", Severity.FATAL, Scope.LINE, judge("{name} hates")),
    Rule("{ID}-HEAD", Severity.ERROR, Scope.HEADER, head),
    Rule("{ID}-END", Severity.ERROR, Scope.STREAM, Ending),
    Rule("{ID}-MEMORY", Severity.ERROR, Scope.HEADER, memory, needs_known=True),
]
'''

BUNDLE = """
authority = "bundle"
title = "Several documents in one file"
[[document]]
kind = "catalogue"
version = "1"
write = false
"""

BUNDLE_READER = '''
"""Reads several of the hub's own catalogues from one file."""

from hub.formats.canonical import CanonicalReader
from hub.formats.messages import not_canonical
from hub.formats.original import Original
from hub.formats.payload import Payload
from hub.model.finding import Layer


def recognise(payload):
    return "catalogue:1" if payload.head(6) == b"BUNDLE" else None


class BundleReader:
    def __init__(self, identity):
        self.one = CanonicalReader(identity)

    def read(self, payload, report):
        report.begin(Layer.SYNTAX)
        with payload.open() as stream:
            pieces = stream.read().split(b"====\\n")[1:]
        for number, piece in enumerate(pieces, start=1):
            if piece.startswith(b"WRONG HEAD"):
                report.add(Layer.SYNTAX, not_canonical(number, "wrong head"))
                piece = piece.removeprefix(b"WRONG HEAD\\n")
            own = Payload.of_bytes(piece, payload.name)
            for document in self.one.read(own, report):
                document.original = Original(None, own.sha256)
                yield document


def reader(target):
    return BundleReader(target.id)
'''

PROFILE = """
id = "{name}"
title = "Made up"
on = ["ubl:catalogue:2.1"]
partial_ok = {partial_ok}
"""


def write_folders(home: Path) -> list[Path]:
    """Write the folders; return them.

    ``demo`` is a format with rules, ``sealed`` one that is read and never written, ``lame``
    forgets to write the number, ``stamped`` writes units of its own that its schema has not,
    ``bundle`` holds several documents in a file, and none of them can
    be cut out of it; ``picky``,
    ``easy`` (takes parts) and ``never`` (takes no parts whatever is configured) are profiles.
    Each minds lines named after it: "picky minds", "picky hates", "picky frowns", and cuts
    names that begin with "picky tidies".
    """
    lame = 'extends = "catalogue.toml"\n[header]\nid = false\n'
    folders = [
        _folder(home / "demo", format_toml=FORMAT.format(name="demo", table="catalogue.toml")),
        _folder(
            home / "sealed",
            format_toml=FORMAT.format(name="sealed", table="catalogue.toml") + "write = false\n",
        ),
        _folder(
            home / "lame",
            format_toml=FORMAT.format(name="lame", table="catalogue.toml"),
            catalogue_toml=lame,
        ),
    ]
    stamped = FORMAT.format(name="stamped", table="catalogue.toml").replace("ubl-2.1", "ubl-2.0")
    folders.append(
        _folder(home / "stamped", format_toml=stamped, catalogue_toml=STAMPED),
    )
    bundle = _folder(home / "bundle", format_toml=BUNDLE)
    (bundle / "reader.py").write_text(BUNDLE_READER, encoding="utf-8")
    folders.append(bundle)
    _rules(folders[0])
    for name, partial_ok in (("picky", "false"), ("easy", "true"), ("never", '"never"')):
        folder = _folder(home / name, profile_toml=PROFILE.format(name=name, partial_ok=partial_ok))
        _rules(folder)
        folders.append(folder)
    return folders


def _folder(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name.replace("_toml", ".toml")).write_text(text, encoding="utf-8")
    return folder


def _rules(folder: Path) -> None:
    name = folder.name
    text = RULES.replace("{tidied}", f"{name} tidies")
    text = text.replace("{name}", name).replace("{ID}", name.upper())
    (folder / "rules.py").write_text(text, encoding="utf-8")
    ids = ("TIDY", "LINE", "WARN", "FATAL", "HEAD", "END", "MEMORY", "SKIP", "WAIT")
    sentences = "\n".join(
        f'[{name.upper()}-{one}]\nen = "Made up {one}."\nda = "Opdigtet {one}."\n'
        f'nl = "Verzonnen {one}."\n'
        for one in ids
    )
    (folder / "sentences.toml").write_text(sentences, encoding="utf-8")
