"""Lines survive their short form; no text of a file can leave its place inside a script."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.maps.encoding import encode_line, script_json
from tests.maps.lunch import decode_line

degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
texts = st.text() | st.sampled_from(["</script>", "<!--", "]]>", "\u2028", "`${x}`", "\\", '"'])


@given(st.lists(degrees, max_size=20))
def test_a_line_comes_back_to_five_decimals(points: list[tuple[float, float]]) -> None:
    back = decode_line(encode_line(points))
    assert back == [pytest.approx(point, abs=5.1e-6) for point in points]


@given(st.lists(degrees, max_size=20))
def test_a_line_is_plain_ascii_that_ends_no_string(points: list[tuple[float, float]]) -> None:
    assert all("?" <= sign <= "~" for sign in encode_line(points))


@given(st.lists(texts | st.integers() | st.dictionaries(texts, texts, max_size=3), max_size=5))
def test_values_in_a_script_say_the_same_and_hold_nothing_that_html_reads(value: object) -> None:
    written = script_json(value)
    assert json.loads(written) == value
    assert not set(written) & set("<>&'`\u2028\u2029")


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        script_json({"lat": float("nan")})
