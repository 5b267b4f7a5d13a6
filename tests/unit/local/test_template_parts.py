"""What is written into the template, between its markers."""

import pytest

from local.template_parts import Part

PART = Part("# begin\n", "# end\n", lambda: "new\n")


def test_what_stands_around_a_part_stays() -> None:
    template = "before\n# begin\nold\n# end\nafter\n"
    assert PART.put_into(template) == "before\n# begin\nnew\n# end\nafter\n"


@pytest.mark.parametrize("template", ["", PART.begin, PART.end, PART.end + PART.begin])
def test_a_template_without_its_markers_is_an_error(template: str) -> None:
    with pytest.raises(ValueError, match="marker"):
        PART.put_into(template)
