"""Name the methods that are compared: ours, other solvers, and other solvers as tuned by us."""

import importlib.metadata
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.canteens import SolveCanteen

OURS: Final = ("mealroute", "pyvrp-tuned", "ortools-tuned")
"""Run by `mealroute.routing.make_plan`, with an engine of each."""
PEERS: Final[Mapping[str, tuple[str, str]]] = {
    "pyvrp": ("benchmarks.peers.pyvrp_peer", "pyvrp"),
    "ortools": ("benchmarks.peers.ortools_peer", "ortools"),
    "vroom": ("benchmarks.peers.vroom_peer", "pyvroom"),
    "vrp-cli": ("benchmarks.peers.vrp_cli_peer", "vrp-cli"),
}
"""Where each peer's setup is, and the distribution it comes in."""
METHODS: Final = (OURS[0], *PEERS, *OURS[1:])


def solver_of(method: str) -> "SolveCanteen":
    """Load a peer."""
    solve: SolveCanteen = import_module(PEERS[method][0]).solve_canteen
    return solve


def version_of(method: str) -> str:
    """Give the version of a peer that is installed here."""
    return importlib.metadata.version(PEERS[method][1])


def is_installed(method: str) -> bool:
    """Say whether a method can run here.

    Examples
    --------
    >>> is_installed("mealroute"), is_installed("pyvrp")
    (True, True)
    """
    if method in OURS:
        return True
    try:
        version_of(method)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
