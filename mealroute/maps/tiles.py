"""Say where online tiles come from: addresses, hosts, datum and the words owed to their owner."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from mealroute.domain import Datum
from mealroute.settings import MapSettings

_LEAFLETS_OWN: Final = "abc"
_WMTS: Final = (
    "https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_GAODE: Final = (
    "https://webrd0{s}.is.autonavi.com/appmaptile"
    "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
)
_DEEPEST: Final = 18


@dataclass(frozen=True, slots=True)
class TileSource:
    """Online tiles: the ``urls`` of layers one above the other, as Leaflet fills them in.

    ``deepest`` is the last zoom that the service has pictures of.
    """

    urls: tuple[str, ...]
    subdomains: str
    attribution: str
    datum: Datum
    deepest: int = _DEEPEST

    def hosts(self) -> list[str]:
        """List the hosts that pictures come from, as a content security policy names them."""
        return list(dict.fromkeys(_hosts(self.urls, self.subdomains)))

    def value(self) -> dict[str, Any]:
        """Give what the page's script needs to know."""
        return {
            "urls": list(self.urls),
            "subdomains": self.subdomains,
            "attribution": self.attribution,
            "deepest": self.deepest,
            "hosts": self.hosts(),
        }


def tile_source(settings: MapSettings) -> TileSource | None:
    """Give the online tiles that the settings ask for, ``None`` where they ask for none.

    ``gaode`` is the picture map of AMap, in GCJ-02: undocumented, and nobody grants its use here.
    ``tianditu`` is China's national platform: streets and, above them, their names, in CGCS2000,
    which is WGS-84 to less than a metre; its pages need a key.

    Examples
    --------
    >>> tile_source(MapSettings(tiles="gaode")).datum.value
    'gcj02'
    >>> tile_source(MapSettings(tiles="https://{s}.example/{z}/{x}/{y}.png")).hosts()
    ['https://a.example', 'https://b.example', 'https://c.example']
    """
    if not settings.tiles:
        return None
    if settings.tiles == "gaode":
        return TileSource(
            urls=(_GAODE,),
            subdomains="1234",
            attribution=settings.attribution or "© 高德地图",
            datum=Datum.GCJ02,
        )
    if settings.tiles == "tianditu":
        key = quote(settings.tiles_key, safe="")
        return TileSource(
            urls=tuple(_WMTS.format(layer=layer, key=key) for layer in ("vec", "cva")),
            subdomains="01234567",
            attribution=settings.attribution or "© 国家地理信息公共服务平台 天地图",
            datum=Datum.WGS84,
        )
    return TileSource(
        urls=(settings.tiles,),
        subdomains=_LEAFLETS_OWN,
        attribution=settings.attribution,
        datum=Datum(settings.datum),
        deepest=19,
    )


def _hosts(urls: Iterable[str], subdomains: str) -> Iterator[str]:
    for url in urls:
        for subdomain in subdomains if "{s}" in url else "-":
            parts = urlsplit(url.replace("{s}", subdomain))
            # What is no plain host would end the policy or open it: such tiles stay unloaded.
            if parts.scheme in {"https", "http"} and re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
                yield f"{parts.scheme}://{parts.netloc}"
