"""Read the package's modules and the table in docs/architecture.md, and compare the two."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "mealroute"
MOST_LINES = 400

# What counts as reading the world, by the dotted name that does it.
WORLD = {
    "environment": re.compile(r"os\.(environ|getenv)"),
    "clock": re.compile(r"datetime\.(datetime|date)\.(now|today|utcnow)|time\.(time|time_ns)"),
    "stopwatch": re.compile(r"time\.(monotonic|perf_counter|process_time)(_ns)?"),
}


@dataclass(frozen=True)
class Part:
    """One row of the table: what a part of the package may import and read."""

    stands_on: frozenset[str]
    libraries: frozenset[str]
    reads: frozenset[str]


@dataclass(frozen=True)
class Module:
    """One source file: its name within the package and its syntax tree."""

    name: str
    tree: ast.Module
    lines: int

    @classmethod
    def from_source(cls, name: str, source: str) -> "Module":
        return cls(name, ast.parse(source), source.count("\n"))

    def imports(self) -> Iterator[tuple[str, str]]:
        """Every module imported anywhere in the file, and the name taken out of it."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", alias.name) for alias in node.names)

    def by_name(self) -> Iterator[str]:
        """What is taken by its name at run time; the empty text where the name is not written."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
                called = called.id if isinstance(called, ast.Name) else called
                if called in {"import_module", "__import__"}:
                    first = node.args[0] if node.args else None
                    yield str(first.value) if isinstance(first, ast.Constant) else ""

    def dotted(self) -> Iterator[str]:
        """Every dotted name, written out whatever it was imported as: ``time.monotonic``."""
        known_as = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                names = {alias.asname or alias.name: source + alias.name for alias in node.names}
                known_as |= names
        for node in ast.walk(self.tree):
            words: list[str] = []
            inner = node
            while isinstance(inner, ast.Attribute):
                words.insert(0, inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name):
                yield ".".join([known_as.get(inner.id, inner.id), *words])


def modules(package: Path = PACKAGE) -> list[Module]:
    """All modules, named from the package on; a package's own file has the package's name."""
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found.append(Module.from_source(name, path.read_text(encoding="utf-8")))
    return found


def table(text: str | None = None) -> dict[str, Part]:
    """Read the table of docs/architecture.md."""
    if text is None:
        text = (PROJECT / "docs/architecture.md").read_text(encoding="utf-8")
    parts: dict[str, Part] = {}
    for line in text.splitlines():
        if row := re.fullmatch(r"\| `(\S+)` \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|", line):
            name, stands_on, libraries, reads = row.groups()
            parts[name] = Part(
                frozenset(re.findall(r"`(\S+)`", stands_on)),
                frozenset(re.findall(r"`(\S+)`", libraries)),
                frozenset(reads.split()),
            )
            if stands_on.strip() == "every part":
                parts[name] = Part(frozenset(parts), parts[name].libraries, parts[name].reads)
    return parts


def named_table(text: str | None = None) -> dict[str, frozenset[str]]:
    """Read the table of modules that take others by name."""
    if text is None:
        text = (PROJECT / "docs/architecture.md").read_text(encoding="utf-8")
    after = text.partition("| module | takes by name |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\S+)` \|([^|]*)\|", after, re.MULTILINE)
    return {name: frozenset(re.findall(r"`(\S+)`", takes)) for name, takes in rows}


def naming_faults(module: Module, named: dict[str, frozenset[str]]) -> list[str]:
    """Every module taken by name that the table does not tell of."""
    known = named.get(module.name)
    faults = []
    for whole in module.by_name():
        name = whole.removeprefix("mealroute.")
        if known is None or (name and name not in known):
            faults.append(f"{module.name} takes {name or 'something'} by name, which is not told")
    return faults


def part_of(name: str, parts: dict[str, Part]) -> str:
    """The most exact row that a module belongs to; the first word where there is none."""
    rows = [row for row in parts if name == row or name.startswith(f"{row}.")]
    return max(rows, key=len, default=name.partition(".")[0])


def import_faults(module: Module, parts: dict[str, Part]) -> list[str]:
    """Every import and every look at the world that the table does not allow."""
    home = part_of(module.name, parts)
    rule = parts.get(home, Part(frozenset(), frozenset(), frozenset()))
    faults = []
    for source, name in module.imports():
        top, _, inner = source.partition(".")
        if top != "mealroute":
            if top not in sys.stdlib_module_names and top not in rule.libraries:
                faults.append(f"{module.name} imports {top}, which has no home in {home}")
            continue
        target = part_of(inner or name, parts)
        if inner or name in parts:  # `from mealroute import __version__` takes no part
            if target != home and target not in rule.stands_on:
                faults.append(f"{module.name} imports {target}, which {home} does not stand on")
            private = any(word.startswith("_") for word in [*inner.split("."), name])
            if target != home and private and target != "__main__":
                faults.append(f"{module.name} takes the private {inner}.{name} out of {target}")
    for sight, pattern in WORLD.items():
        if sight not in rule.reads and any(pattern.fullmatch(name) for name in module.dotted()):
            faults.append(f"{module.name} reads the {sight}, which is not for {home}")
    return faults


def shape_faults(module: Module) -> list[str]:
    """A contract that is missing or longer than a line, a file that is two ideas."""
    faults = []
    contract = (ast.get_docstring(module.tree) or "").partition("\n\n")[0]
    if not re.fullmatch(r"[^\n]+[.;:?]", contract):
        faults.append(f"{module.name} does not open with a one-line contract")
    if module.lines > MOST_LINES:
        faults.append(f"{module.name} has {module.lines} lines, more than {MOST_LINES}")
    return faults


def public_faults(module: Module) -> list[str]:
    """An ``__all__`` that names what is not there, or hides what was taken in to be given out."""
    names: list[str] | None = None
    bound: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            bound |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            bound.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in (target.id for target in targets if isinstance(target, ast.Name)):
                if target == "__all__" and node.value is not None:
                    names = ast.literal_eval(node.value)
                bound.add(target)
    if names is None:
        return []
    faults = [f"{module.name}.__all__ names {name}" for name in names if name not in bound]
    if len(set(names)) < len(names):
        faults.append(f"{module.name}.__all__ names something twice")
    return faults


def graph(found: list[Module]) -> dict[str, set[str]]:
    """Which module loads which, for `graphlib`; imports inside functions wait and do not count."""
    known = {module.name for module in found}
    loads: dict[str, set[str]] = {}
    for module in found:
        at_once = [node for node in module.tree.body if not isinstance(node, ast.FunctionDef)]
        loads[module.name] = set()
        for source, name in Module(module.name, ast.Module(at_once, []), 0).imports():
            if source.partition(".")[0] == "mealroute":
                inner = source.partition(".")[2]
                deeper = f"{inner}.{name}".strip(".")
                loads[module.name].add(deeper if deeper in known else inner)
    return loads
