"""Write one HTML file that carries everything it shows: no file beside it, no network."""

from collections.abc import Mapping, Sequence
from typing import Any

import folium
from branca.element import Figure

from mealroute.language import active
from mealroute.language import gettext as _
from mealroute.maps.assets import fingerprint, leaflet_script, leaflet_style, own, templates
from mealroute.maps.encoding import script_json
from mealroute.maps.layers import number_elements
from mealroute.maps.words import direction, html_language

_SCRIPTS = ("core.js", "ground.js", "routes.js", "apart.js", "start.js")


def render_page(
    template: str,
    the_map: folium.Map,
    *,
    data: Mapping[str, Any],
    context: Mapping[str, Any],
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    late_scripts: Sequence[str] = (),
    layers: str = "",
) -> str:
    """Put a folium map and the page's own words into one self-contained HTML text.

    folium's own page is not used: its header loads ten files from four hosts. Only the map's
    element and the script that builds it are taken.

    Parameters
    ----------
    template
        The page's template in ``templates/``.
    the_map
        The map with all its layers.
    data
        What the page's script draws from, as plain values; escaped here.
    context
        What the template says.
    styles
        Style sheets of ``static/`` on top of Leaflet's.
    scripts
        Scripts of ``static/`` that draw below the routes.
    late_scripts
        Scripts of ``static/`` that run after the map stands.
    layers
        What the button of the layers says; volunteers where it is empty.

    Returns
    -------
    str
        HTML. Its content security policy lets the browser run only the scripts written here and
        load nothing at all, pictures from the hosts of online tiles excepted where they are set.
    """
    figure = Figure()
    figure.add_child(the_map)
    number_elements(figure)
    the_map.render()  # type: ignore[no-untyped-call] # folium's is untyped
    core, ground, *rest = _SCRIPTS
    early = [core, ground, *scripts, *rest]
    return _written(
        template,
        context={**context, "map_html": figure.html.render()},
        data={**data, "words": {**_script_words(), **({"layers": layers} if layers else {})}},
        styles=[leaflet_style(), *(own(name) for name in styles)],
        scripts=(
            "\n".join([leaflet_script(), *(own(name) for name in early)]),
            "\n".join([figure.script.render(), *(own(name) for name in late_scripts)]),
        ),
    )


def render_mapless_page(
    template: str,
    *,
    data: Mapping[str, Any],
    context: Mapping[str, Any],
    styles: Sequence[str],
    script: str,
) -> str:
    """Put a page without a map into one self-contained HTML text, under the same policy.

    ``styles`` and ``script`` are files of ``static/``; the rest is as in `render_page`.
    """
    return _written(
        template,
        context=context,
        data=data,
        styles=[own(name) for name in styles],
        scripts=("", own(script)),
    )


def _written(
    template: str,
    *,
    context: Mapping[str, Any],
    data: Mapping[str, Any],
    styles: Sequence[str],
    scripts: tuple[str, str],
) -> str:
    language = active()
    early, late = scripts
    return (
        templates()
        .get_template(template)
        .render(
            **context,
            language=html_language(language),
            direction=direction(language),
            policy=_policy(scripts, data.get("tiles")),
            style="\n".join(styles),
            data=script_json(data),
            early_script=early,
            late_script=late,
        )
    )


def _policy(scripts: Sequence[str], tiles: Mapping[str, Any] | None) -> str:
    allowed = " ".join(fingerprint(script) for script in scripts)
    pictures = " ".join(["data:", *(tiles["hosts"] if tiles else ())])
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        f"img-src {pictures}; base-uri 'none'; form-action 'none'"
    )


def _script_words() -> dict[str, str]:
    """Give the words that only the script says."""
    return {
        "enlarge": _("Enlarge the map"),
        "close_map": _("Close the map"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "layers": _("Volunteers"),
        "close": _("Close"),
        "in_list": _("See the list"),
        "unassigned": _("Accepted, but no volunteer"),
        "declined": _("Declined"),
    }
