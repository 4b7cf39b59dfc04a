"""Read the scripts, style sheets and templates that every page carries inside itself."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

import jinja2

from mealroute.language import gettext

_HOME: Final = Path(__file__).parent
_LEAFLET: Final = _HOME / "vendor" / "leaflet"

# The files stay as published; these are taken out when a page is written, so that nothing in it
# names another host: the link of Leaflet's attribution, and the addresses of pictures that the
# page draws otherwise.
_LEAFLET_HOST: Final = "https://leafletjs.com"
_SOURCE_MAP: Final = re.compile(r"//# sourceMappingURL=\S+")
_CSS_ADDRESS: Final = re.compile(r"url\([^)]*\)")
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def leaflet_script() -> str:
    """Give Leaflet's script with its licence, free of foreign hosts."""
    script = (_LEAFLET / "leaflet.js").read_text("utf-8").replace(_LEAFLET_HOST, "")
    licence = (_LEAFLET / "LICENSE").read_text("utf-8")
    return f"/*\n{licence}*/\n{_SOURCE_MAP.sub('', script)}"


@cache
def leaflet_style() -> str:
    """Give Leaflet's style sheet without the pictures it would load."""
    style = (_LEAFLET / "leaflet.css").read_text("utf-8")
    return _CSS_ADDRESS.sub("none", _CSS_COMMENT.sub("", style)).strip()


@cache
def own(name: str) -> str:
    """Give one of our own scripts or style sheets by its file name."""
    return (_HOME / "static" / name).read_text("utf-8")


@cache
def templates() -> jinja2.Environment:
    """Give the templates: HTML escapes every value, and a value that is missing is a fault."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HOME / "templates"),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = gettext
    return environment


def fingerprint(script: str) -> str:
    """Name a script by its SHA-256, as a content security policy does.

    Examples
    --------
    >>> fingerprint("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
