"""``python -m benchmarks``: run methods side by side, print the table, keep results and picture."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from benchmarks import pace
from benchmarks.interleaved import Asked, RunError, run_all
from benchmarks.kept import read_known
from benchmarks.methods import METHODS, OURS, PEERS, is_installed
from benchmarks.opened import DAYS
from benchmarks.picture import draw
from benchmarks.result import Result, read_json, write_csv, write_json
from benchmarks.table import markdown

RESULTS: Final = Path(__file__).parent / "results"
DOCS: Final = DAYS.parents[1] / "docs"
BEGIN: Final = "<!-- results: begin, written by python -m benchmarks --publish -->"
END: Final = "<!-- results: end -->"
QUICK: Final = ("n60-s0", "n200-s0")
_Word = TypeVar("_Word")


def main(words: Sequence[str]) -> int:
    """Run from the command line; 1 when a method failed."""
    given = _parser().parse_args(words)
    if given.again or given.publish:
        results = read_json(RESULTS / f"{given.name}.json")
        tables = report(given.name, results)
        if given.publish:
            publish(tables, results)
        return 0
    methods = [method for method in given.methods if is_installed(method)]
    for missing in sorted(set(given.methods) - set(methods)):
        print(f"{missing} is not installed here: left out", file=sys.stderr)
    asked = Asked(
        days=[DAYS / day if (DAYS / day).is_dir() else Path(day) for day in given.days],
        methods=methods,
        seconds=given.seconds,
        seeds=given.seeds,
        cores=given.cores,
    )
    kept = RESULTS / f"{given.name}.json"
    results, failed = read_json(kept) if given.append and kept.exists() else [], False
    for result in run_all(asked):
        if isinstance(result, RunError):
            print(result, file=sys.stderr)
            failed = True
            continue
        results.append(result)
        print(
            f"{result.day} {result.cores}c {result.seconds:g}s seed {result.seed} "
            f"{result.method}: {result.avoidable_cost:,} in {result.wall_s:.1f} s, "
            f"{result.unassigned} unassigned",
            file=sys.stderr,
        )
    report(given.name, results)
    return int(failed)


def report(name: str, results: Sequence[Result]) -> str:
    """Keep results as rows, curves, tables and a picture; print the tables and give them."""
    RESULTS.mkdir(exist_ok=True)
    known = read_known()
    write_json(RESULTS / f"{name}.json", results, machine())
    write_csv(RESULTS / f"{name}.csv", results)
    tables = f"On {machine()}.\n\n{markdown(results, known)}"
    tables += f"\n### How soon\n\n{pace.markdown(results, known)}"
    (RESULTS / f"{name}.md").write_text(tables, encoding="utf-8")
    print(tables)
    if results:
        draw(RESULTS / f"{name}.svg", results, known)
    return tables


def publish(tables: str, results: Sequence[Result], docs: Path = DOCS) -> None:
    """Put tables into docs/benchmarks.md, between its marks, and the picture beside."""
    page = docs / "benchmarks.md"
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    shown = f"![Avoidable cost over time](pictures/benchmarks.svg)\n\n{tables}"
    page.write_text(f"{before}{begin}\n\n{shown}\n{end}{after}", encoding="utf-8")
    draw(docs / "pictures" / "benchmarks.svg", results, read_known())


def machine() -> str:
    """Say what it ran on, as far as it matters."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{platform.system()}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--days", type=_list_of(str), default=QUICK, help="days or folders")
    parser.add_argument("--seconds", type=_list_of(float), default=[5.0])
    parser.add_argument("--cores", type=_list_of(int), default=[1])
    parser.add_argument("--seeds", type=_list_of(int), default=[0])
    parser.add_argument(
        "--methods",
        type=_list_of(_method),
        default=(OURS[0], *PEERS),
        help=f"of {', '.join(METHODS)}",
    )
    parser.add_argument("--name", default="latest", help="what the results are called")
    parser.add_argument(
        "--append", action="store_true", help="add to the results kept under this name"
    )
    parser.add_argument(
        "--again", action="store_true", help="only write tables and picture of kept results anew"
    )
    parser.add_argument(
        "--publish", action="store_true", help="put kept results into docs/benchmarks.md"
    )
    return parser


def _list_of(kind: Callable[[str], _Word]) -> Callable[[str], list[_Word]]:
    return lambda text: [kind(word) for word in text.split(",")]


def _method(word: str) -> str:
    if word not in METHODS:
        raise argparse.ArgumentTypeError(f"'{word}', expected one of {', '.join(METHODS)}")
    return word


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
