"""List the engines by name; each is imported only when it is asked for."""

from importlib import import_module
from typing import Final

from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.search.engine import Engine

DEFAULT_ENGINE: Final = "mealroute"
_HOMES: Final = {
    "mealroute": ("mealroute.search.ruin_recreate", "RuinRecreateEngine"),
    "pyvrp": ("mealroute.search.pyvrp_engine", "PyvrpEngine"),
    "ortools": ("mealroute.search.ortools_engine", "OrtoolsEngine"),
}
ENGINE_NAMES: Final = tuple(_HOMES)


def get_engine(name: str) -> Engine:
    """Give the engine of that name.

    Raises
    ------
    ArgumentError
        When there is no such engine.

    Examples
    --------
    >>> get_engine("mealroute").name
    'mealroute'
    """
    if name not in _HOMES:
        raise ArgumentError(
            _("engine: '{name}', expected one of {names}").format(
                name=name, names=", ".join(ENGINE_NAMES)
            )
        )
    module, engine = _HOMES[name]
    made: Engine = getattr(import_module(module), engine)()
    return made
