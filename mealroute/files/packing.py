"""Save a workbook as bytes that are the same whenever the same cells are saved."""

import io
import re
import zipfile
from typing import Any, Final

# What looks like an escape of XLSX's own, such as _x000D_, must not be taken for one.
_ESCAPE_OF_XLSX = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SAVED: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</)")
_THEN: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can tell; what is always the same says nothing."""


def packed(book: Any) -> bytes:  # noqa: ANN401 -- openpyxl has no types
    """Save a workbook of openpyxl without the moment at which it was saved."""
    file = io.BytesIO()
    book.save(file)
    out = io.BytesIO()
    with zipfile.ZipFile(file) as saved, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in saved.namelist():
            content = saved.read(name)
            if name == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", content)
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def plain_text(text: str) -> str:
    """Keep a text from being read as one of XLSX's own escapes.

    Examples
    --------
    >>> plain_text("_x000D_")
    '_x005F_x000D_'
    """
    return _ESCAPE_OF_XLSX.sub("_x005F_", text)
