"""Whatever a file says is shown as text: in HTML, in attributes, in scripts, in templates."""

from html.parser import HTMLParser

import pytest

from tests.maps.hostile import ATTACKS, hostile_files
from tests.maps.lunch import page_data


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_of_a_file_opens_no_element_and_no_attribute(text: str) -> None:
    calm = {name: Shape(page).elements for name, page in hostile_files("calm").items()}
    assert {name: Shape(page).elements for name, page in hostile_files(text).items()} == calm


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_of_a_file_arrives_in_the_script_as_it_was(text: str) -> None:
    for page in hostile_files(text).values():
        data = page_data(page)
        assert data["canteens"][0][2] == text
        assert data["tiles"]["attribution"] == text


@pytest.mark.parametrize("name", ["map.html", "volunteers/V1.html"])
def test_no_template_is_filled_by_a_name(name: str) -> None:
    page = hostile_files("{{7*7}}")[name]
    assert "{{7*7}}" in page
    assert ">49<" not in page
    assert '"49"' not in page


class Shape(HTMLParser):
    """Every element with the names of its attributes, as a browser would make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, [name for name, _value in attrs]))

    def handle_comment(self, data: str) -> None:
        self.elements.append((f"comment of {len(data)} signs", []))
