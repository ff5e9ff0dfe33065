"""The shape of the code: what may know what, and what may be called what.

Every check is a function from source text to complaints, so that a test below can show it
source that breaks the rule and see it complain.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HUB = ROOT / "hub"

LONGEST_MODULE = 400
"""Lines; a module above it holds more than one subject."""

VAGUE = frozenset({"utils", "util", "helpers", "helper", "misc", "manager", "managers", "common"})

CORE = frozenset(
    {
        *("errors", "disk", "resources", "model", "xml", "facts", "rules", "matching"),
        *("formats", "render", "suggest", "pipeline"),
    }
)
"""From the pipeline down: no network, and only the libraries that follow."""

CORE_LIBRARIES = frozenset(
    {
        *("lxml", "xmlschema", "msgspec", "stdnum", "rapidfuzz", "dateutil", "iso3166", "iso4217"),
        *("python_calamine", "xlsxwriter", "charset_normalizer"),
        *("fpdf", "fontTools", "segno", "pymupdf_fonts", "noto_cjk_sans_jp_regular"),
    }
)
OUTWARD = frozenset(
    {
        *(
            "socket",
            "socketserver",
            "ssl",
            "http",
            "urllib.request",
            "xmlrpc",
            "wsgiref",
            "asyncio",
        ),
        *("smtplib", "poplib", "imaplib", "ftplib", "selectors", "webbrowser", "sqlite3", "dbm"),
    }
)
"""Parts of the standard library that talk to the outside or keep a database."""

SPILLS = frozenset({"hub/formats/spill.py", "hub/rules/uniqueness.py", "hub/render/rownotes.py"})
"""May use sqlite3: a temporary file for what does not fit in memory, gone with the pass."""

PARSERS = frozenset(
    {
        *("XMLParser", "XMLPullParser", "XMLTreeBuilder", "HTMLParser", "iterparse", "parse"),
        *("parseid", "fromstring", "fromstringlist", "XML", "XMLDTDID", "XMLID", "HTML"),
    }
)

CHANGES = frozenset(
    {
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add"),
        *("discard", "update", "setdefault", "popitem", "appendleft", "popleft"),
    }
)
"""Methods that change the list, dict, set or deque they are called on."""

NAMES = frozenset(
    {
        # municipalities and other parties
        *("esbjerg", "kolding", "middelfart", "randers", "silkeborg", "sønderborg", "sonderborg"),
        *("herning", "holstebro", "ikast", "brande", "odense", "svendborg", "vejle", "aarhus"),
        *("århus", "fredericia", "københavn", "aalborg", "skat", "rijkswaterstaat", "logius"),
        # systems, and formats which belong to one country or network
        *("prisme", "truetrade", "ttk", "rakat", "opus", "kmd", "digiinkoop", "digipoort"),
        *("bizisland", "oioubl", "oiorasp", "nemhandel", "peppol", "nlcius", "setu", "coupa"),
        # countries
        *("denmark", "danmark", "netherlands", "nederland", "holland", "germany", "sweden"),
    }
)

STANDARDS = frozenset({"hub", "ubl", "suppliersheet"})
"""Mapping folders whose name the core may say: a standard or our own, not a partner."""


def modules() -> list[Path]:
    """Every module of the hub."""
    return sorted(HUB.rglob("*.py"))


def name_of(path: Path) -> str:
    """The path as messages show it."""
    return path.relative_to(ROOT).as_posix()


def forbidden_names() -> frozenset[str]:
    """The names above and those of the mapping folders."""
    folders = {path.parent.name for path in (ROOT / "mappings").glob("*/format.toml")}
    folders |= {path.parent.name for path in (ROOT / "mappings").glob("*/profile.toml")}
    return NAMES | {folder.replace("-", "").replace("_", "") for folder in folders} - STANDARDS


def words(text: str) -> Iterator[str]:
    """Split at blanks, signs, digits and humps; give each word and each two in a row."""
    parts = [part.lower() for part in re.findall(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøå]+", text)]
    yield from parts
    yield from (first + second for first, second in pairwise(parts))


def docstrings(tree: ast.Module) -> set[ast.AST]:
    """Strings that stand alone: they describe and may cite a source."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def said(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every identifier and string of the code, except what ``hub.facts`` offers by that name."""
    prose = docstrings(tree)
    facts = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hub.facts")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in facts:
            continue
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield line, node.value
        for field in ("id", "name", "asname", "attr", "arg", "module", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not set(value.split(".")) & facts:
                yield line, value


def names_in(source: str) -> list[str]:
    """Where code names a party, a system or a country."""
    forbidden = forbidden_names()
    return [
        f"{line}: names {word}"
        for line, text in said(ast.parse(source))
        for word in words(text)
        if word in forbidden
    ]


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module which is imported, and every name taken from one, dotted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def core_imports_in(source: str) -> list[str]:
    """Where code of the core imports a library that it must not know."""
    complaints = []
    for line, dotted in imports(ast.parse(source)):
        top = dotted.split(".")[0]
        ours = top == "hub" or top in CORE_LIBRARIES or top in sys.stdlib_module_names
        prefixes = {dotted, top, ".".join(dotted.split(".")[:2])}
        if not ours or prefixes & OUTWARD:
            complaints.append(f"{line}: imports {dotted}")
    return complaints


def parsers_in(source: str) -> list[str]:
    """Where code parses XML by itself."""
    tree = ast.parse(source)
    complaints = []
    for line, dotted in imports(tree):
        head, _, last = dotted.rpartition(".")
        other = dotted.startswith("xml.") and not dotted.startswith("xml.sax.saxutils")
        other |= dotted.split(".")[0] in {"xmlschema", "defusedxml", "pyexpat"}
        if other or (head == "lxml.etree" and last in PARSERS):
            complaints.append(f"{line}: imports {dotted}")
    complaints += [
        f"{node.lineno}: etree.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in PARSERS
        and isinstance(node.value, ast.Name | ast.Attribute)
        and "etree" in ast.unparse(node.value)
    ]
    return complaints


def broad_excepts_in(source: str) -> list[str]:
    """Where code catches everything."""
    complaints = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if re.search(r"\b(Exception|BaseException|everything)\b", caught):
                complaints.append(f"{node.lineno}: catches {caught}")
    return complaints


def changing_state_in(source: str) -> list[str]:
    """Where a function changes what its module holds; a table that nobody changes is none."""
    tree = ast.parse(source)
    held = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    complaints = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            complaints.append(f"{node.lineno}: global {', '.join(node.names)}")
        changed = changed_by(node)
        if isinstance(changed, ast.Name) and changed.id in held:
            complaints.append(f"{changed.lineno}: changes {changed.id}")
    return complaints


def changed_by(node: ast.AST) -> ast.expr | None:
    """The container that this piece of code changes, if it changes one."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value if node.func.attr in CHANGES else None
    return None


def complaints_about(paths: list[Path], check: Callable[[str], list[str]]) -> list[str]:
    """Run one check over modules; the list names them."""
    assert paths, "no module was read"
    return [
        f"{name_of(path)}:{complaint}"
        for path in paths
        for complaint in check(path.read_text(encoding="utf-8"))
    ]


def test_imports_go_downwards_only() -> None:
    """The layers of pyproject.toml hold, and every package has its place among them."""
    linter = "from importlinter.cli import lint_imports; exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 1 kept, 0 broken." in done.stdout


def test_nobody_is_named() -> None:
    """Parties, systems and countries live in mappings and configuration, not in code."""
    paths = [path for path in modules() if "facts" not in path.relative_to(HUB).parts]
    assert complaints_about(paths, names_in) == []


def test_core_knows_no_outside() -> None:
    """From the pipeline down nothing talks to a network, broker, database, web or metrics."""
    paths = [
        path
        for path in modules()
        if path.relative_to(HUB).parts[0].removesuffix(".py") in CORE
        and name_of(path) not in SPILLS
    ]
    assert complaints_about(paths, core_imports_in) == []


@pytest.mark.parametrize("spill", sorted(SPILLS))
def test_spills_need_their_exception(spill: str) -> None:
    """A module excused from the rule uses sqlite3 and nothing else of that kind."""
    found = core_imports_in((ROOT / spill).read_text(encoding="utf-8"))
    assert found
    assert all("sqlite3" in complaint for complaint in found)


def test_one_place_parses_xml() -> None:
    """Only hub/xml makes parsers, so that all XML is read with the same safety."""
    paths = [path for path in modules() if path.relative_to(HUB).parts[0] != "xml"]
    assert complaints_about(paths, parsers_in) == []


def test_one_place_catches_everything() -> None:
    """Only the boundary decides what an unforeseen error means."""
    paths = [path for path in modules() if name_of(path) != "hub/app/boundary.py"]
    assert complaints_about(paths, broad_excepts_in) == []


def test_modules_keep_no_state() -> None:
    """What a module holds cannot change while the hub runs."""
    assert complaints_about(modules(), changing_state_in) == []


def test_modules_are_short() -> None:
    """A module holds one subject."""
    long = {
        name_of(path): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_modules_are_named_by_what_they_hold() -> None:
    """No module is a drawer for the rest."""
    folders = [HUB, ROOT / "mappings", ROOT / "tests", ROOT / "bench", ROOT / "tools"]
    vague = [
        name_of(path)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if VAGUE & set(path.stem.lower().split("_"))
    ]
    assert vague == []


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (names_in, "if party == 'Esbjerg Kommune': pass"),
        (names_in, "class TrueTradeWriter: pass"),
        (names_in, "def write_oioubl21(document): pass"),
        (names_in, "format_id = f'{kind}: peppol:invoice:{version}'"),
        (names_in, "from mappings.prisme import functions"),
        (names_in, "send(opus=True)"),
        (names_in, "self.oioubl = True"),
        (core_imports_in, "import pika"),
        (core_imports_in, "from sqlalchemy import select"),
        (core_imports_in, "from urllib.request import urlopen"),
        (core_imports_in, "from urllib import request"),
        (core_imports_in, "import sqlite3"),
        (core_imports_in, "def late():\n    import socket"),
        (parsers_in, "from lxml import etree\netree.parse('a')"),
        (parsers_in, "import lxml.etree\nlxml.etree.XMLParser()"),
        (parsers_in, "from lxml.etree import iterparse"),
        (parsers_in, "import xml.etree.ElementTree as ElementTree"),
        (parsers_in, "from xml.dom import minidom"),
        (broad_excepts_in, "try: pass\nexcept Exception: pass"),
        (broad_excepts_in, "try: pass\nexcept (OSError, BaseException): pass"),
        (broad_excepts_in, "try: pass\nexcept: pass"),
        (changing_state_in, "SEEN = {}\ndef f():\n    SEEN['a'] = 1"),
        (changing_state_in, "seen: list[int] = []\ndef f():\n    seen.append(1)"),
        (changing_state_in, "count = 0\ndef f():\n    global count"),
    ],
)
def test_checks_see_a_break(check: Callable[[str], list[str]], source: str) -> None:
    """Each check above complains about code that breaks its rule."""
    assert check(source)


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (names_in, '"""As Prisme demands (PRI-04)."""\nLIMIT = 40\n"""Esbjerg\'s limit."""'),
        (names_in, "from hub.facts.schemes import peppol_spelling\npeppol_spelling(address)"),
        (names_in, "from hub.facts.units import UnitList\nallowed = UnitList.OIOUBL"),
        (names_in, "vejledning = 'opuscule'"),
        (core_imports_in, "import decimal\nfrom lxml import etree\nfrom urllib.parse import quote"),
        (parsers_in, "from lxml import etree\netree.SubElement(a, 'b')\ntable.parse(text)"),
        (parsers_in, "from xml.sax.saxutils import quoteattr"),
        (broad_excepts_in, "try: pass\nexcept (OSError, ValueError): pass"),
        (
            changing_state_in,
            "ENDINGS = {'a': 1}\ndef f():\n    found = []\n    found.append(ENDINGS['a'])",
        ),
    ],
)
def test_checks_let_good_code_pass(check: Callable[[str], list[str]], source: str) -> None:
    """Each check above is silent about code that keeps its rule."""
    assert check(source) == []
