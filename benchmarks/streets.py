"""``python -m benchmarks.streets``: street travel times beside other routers, on the same points.

Every figure is of a child process of its own on one core: CPU seconds (children included) and peak
memory of making the streets ready and of one table of all pairs. Seconds of all engines hold for
the speeds of the settings, from door to door.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.__main__ import DOCS, machine
from benchmarks.interleaved import chosen_cores
from benchmarks.streets_child import METHODS, is_installed

BEGIN: Final = "<!-- streets: begin, written by python -m benchmarks.streets --publish -->"
END: Final = "<!-- streets: end -->"
AGREE_N: Final = 500
OURS: Final = "mealroute"
_GROWTH: Final = 4.0


def main(words: Sequence[str]) -> int:
    """Run from the command line; 1 when a child failed."""
    given = _parser().parse_args(words)
    methods = [method for method in given.methods if is_installed(method)]
    for missing in [method for method in given.methods if method not in methods]:
        print(f"{missing} is not installed here: left out", file=sys.stderr)
    os.sched_setaffinity(0, chosen_cores(1))
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        # A copy: what engines build lies beside it, and is built here and now.
        extract = Path(folder) / "town.osm.pbf"
        extract.write_bytes(given.extract.read_bytes())
        for mode in given.modes:
            for method in methods:
                results += _measure(method, mode, extract, given)
        tables = report(results, Path(folder), methods, given)
    print(tables)
    if given.publish:
        publish(tables)
    return int(any("failed" in result for result in results))


def _measure(
    method: str, mode: str, extract: Path, given: argparse.Namespace
) -> list[dict[str, Any]]:
    """Make the streets ready, then time tables of growing size while they are worth waiting for."""
    ready = _child(method, mode, extract, 0, given.seed)
    results = [ready]
    cpu_s = 0.0
    for count in () if "failed" in ready else given.sizes:
        if cpu_s * _GROWTH > given.patience:
            break
        result = _child(method, mode, extract, count, given.seed)
        results.append(result)
        if "failed" in result:
            break
        cpu_s = result["cpu_s"]
    return results


def _child(method: str, mode: str, extract: Path, count: int, seed: int) -> dict[str, Any]:
    """Let a child do one thing; a count of 0 makes the streets ready."""
    job = {"method": method, "mode": mode, "extract": str(extract), "count": count, "seed": seed}
    child = [sys.executable, "-m", "benchmarks.streets_child", json.dumps(job)]
    done = subprocess.run(child, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    if done.returncode:
        print(f"{method} {mode} {count}: {done.stderr.strip()[-500:]}", file=sys.stderr)
        return {**job, "failed": True}
    result: dict[str, Any] = {**job, **json.loads(done.stdout)}
    print(
        f"{method} {mode} {count}: {result['cpu_s']:.2f} s, {result['peak_mb']} MB",
        file=sys.stderr,
    )
    return result


def report(
    results: Sequence[dict[str, Any]],
    folder: Path,
    methods: Sequence[str],
    given: argparse.Namespace,
) -> str:
    """Write the tables."""
    head = [f"{count:,}" for count in given.sizes]
    about = (
        f"{given.extract.name}, {machine()}; CPU seconds, one core. `ready` is from the extract "
        "(OSRM, Valhalla: to what they keep on disk), with its peak memory. Tables include finding "
        "the points' streets; a dash is longer than it was worth waiting for."
    )
    lines = [
        about,
        "",
        f"| mode | engine | ready s (MB) | {' | '.join(head)} | MB at {head[-1]} |",
        f"|---|---|--:|{'--:|' * len(head)}--:|",
    ]
    found = {(one["method"], one["mode"], one["count"]): one for one in results}
    for mode in given.modes:
        for method in methods:
            ready = found.get((method, mode, 0), {"failed": True})
            cells = [found.get((method, mode, count), {}).get("cpu_s") for count in given.sizes]
            last = found.get((method, mode, given.sizes[-1]), {})
            told = "failed" if "failed" in ready else f"{ready['cpu_s']:.1f} ({ready['peak_mb']})"
            shown = " | ".join("-" if cell is None else f"{cell:.2f}" for cell in cells)
            lines.append(f"| {mode} | {method} | {told} | {shown} | {last.get('peak_mb', '-')} |")
    lines += [
        "",
        f"Agreement of ours with each peer, {AGREE_N:,} × {AGREE_N:,} durations:",
        "",
        "| mode | peer | r | ours ÷ peer: median | p5 | p95 | within 10 % | only one reaches |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for mode in given.modes:
        ours = folder / f"{OURS}-{mode}.npy"
        for method in methods:
            theirs = folder / f"{method}-{mode}.npy"
            if method != OURS and ours.exists() and theirs.exists():
                lines.append(f"| {mode} | {method} | {agreement(np.load(ours), np.load(theirs))} |")
    return "\n".join([*lines, ""])


def agreement(ours: Any, theirs: Any) -> str:  # noqa: ANN401 -- arrays of seconds
    """Compare two tables of seconds, where both have a way and it takes a minute or more.

    Examples
    --------
    >>> ours = np.array([[0, 100, 200], [300, 0, 1_000_000]])
    >>> agreement(ours, np.array([[0, 100, 160], [300, 0, 50]]))
    '0.9744 | 1.000 | 1.000 | 1.225 | 66.7 % | 16.7 %'
    """
    far = 1_000_000
    both = (ours < far) & (theirs < far) & (ours >= 60) & (theirs >= 60)
    one, other = ours[both].astype(float), theirs[both].astype(float)
    ratio = one / other
    low, middle, high = np.percentile(ratio, [5, 50, 95])
    only = float(((ours < far) != (theirs < far)).mean())
    return (
        f"{np.corrcoef(one, other)[0, 1]:.4f} | {middle:.3f} | {low:.3f} | {high:.3f} | "
        f"{100 * float((np.abs(ratio - 1) <= 0.1).mean()):.1f} % | {100 * only:.1f} %"
    )


def publish(tables: str, docs: Path = DOCS) -> None:
    """Put tables into docs/benchmarks.md, between their marks."""
    page = docs / "benchmarks.md"
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    page.write_text(f"{before}{begin}\n\n{tables}\n{end}{after}", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.streets", description=__doc__)
    parser.add_argument("--extract", type=Path, required=True, help="an .osm.pbf of a town")
    parser.add_argument("--sizes", type=_numbers, default=[100, 500, 1000, 2000])
    parser.add_argument("--modes", type=_words, default=["foot", "ebike", "car"])
    parser.add_argument("--methods", type=_words, default=list(METHODS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--patience", type=float, default=30.0, help="CPU seconds a table may be expected to take"
    )
    parser.add_argument("--publish", action="store_true", help="put them into docs/benchmarks.md")
    return parser


def _words(text: str) -> list[str]:
    return text.split(",")


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
