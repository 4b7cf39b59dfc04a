"""Plots for print: their own fonts, the same bytes, and the figures they are of."""

import io

import numpy as np
import pypdfium2
import pytest

from mealroute.atlas.pictures import Format, bars, coverage_curve, lorenz_curve, written

SIZE_MM = (80.0, 60.0)


def test_chinese_names_and_dollar_signs_are_letters_of_our_own_fonts() -> None:
    rows = [("东门街道长者食堂", (3.0, 5.0)), ("$a_b$", (4.0, 2.0))]
    data = written(lambda: bars(rows, ["箱", "can cook"], "boxes", SIZE_MM), "pdf")
    text = pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_bounded()
    assert "东门街道长者食堂" in text
    assert "$a_b$" in text


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_the_same_figure_is_the_same_bytes(kind: Format) -> None:
    burden = np.array([1.0, 2.0, np.inf, 9.0])

    def draw() -> bytes:
        return written(lambda: lorenz_curve(burden, 0.4, SIZE_MM), kind)

    assert draw() == draw()


def test_a_figure_is_grey_so_that_it_prints_anywhere() -> None:
    walks = {"all": np.array([3.0, 8.0, 12.0]), "frail": np.array([14.0])}
    svg = written(lambda: coverage_curve(walks, (5, 10), SIZE_MM)).decode()
    colours = {svg[at + 1 : at + 7] for at in range(len(svg)) if svg[at] == "#"}
    named = {one for one in colours if all(sign in "0123456789abcdef" for sign in one)}
    assert named
    assert all(one[0:2] == one[2:4] == one[4:6] for one in named)


def test_the_curves_end_where_they_should() -> None:
    curve = coverage_curve({"all": np.array([1.0, 5.0, 50.0, np.inf])}, (5,), SIZE_MM)
    line = curve.axes[0].lines[0]
    shares = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
    assert (shares[0.0], shares[1.0], shares[5.0], shares[30.0]) == (0, 25, 50, 50)
    lorenz = lorenz_curve(np.array([1.0, 3.0]), 0.25, SIZE_MM).axes[0].lines[1]
    assert list(lorenz.get_ydata()) == [0, 25, 100]
