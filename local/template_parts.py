"""`python -m local.template_parts` writes what repeats into template.yaml, between markers.

The API's routes come from the endpoints' declarations, what the gateway answers by itself from the
errors, the alarms from a list.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from local import alarms, api_routes, gateway_responses
from local.endpoints import endpoints, make_importable
from local.place import ROOT

TEMPLATE = ROOT / "template.yaml"


@dataclass(frozen=True)
class Part:
    """What stands between two markers of the template."""

    begin: str
    end: str
    text: Callable[[], str]

    def put_into(self, template: str) -> str:
        """The template with this part as it should be. Raises ValueError without the markers."""
        before, begin, rest = template.partition(self.begin)
        _, end, after = rest.partition(self.end)
        if not begin or not end:
            lost = f"{self.begin.strip()} / {self.end.strip()}"
            raise ValueError(f"template.yaml has lost a marker: {lost}")
        return before + begin + self.text() + end + after


PARTS = (
    Part(alarms.BEGIN, alarms.END, alarms.rendered),
    Part(gateway_responses.BEGIN, gateway_responses.END, gateway_responses.rendered),
    Part(api_routes.BEGIN, api_routes.END, lambda: api_routes.paths(endpoints())),
)


def rendered(template: str) -> str:
    """The template with every part as it should be."""
    for part in PARTS:
        template = part.put_into(template)
    return template


def is_outdated() -> bool:
    """Whether the template differs from what its parts are made from."""
    template = TEMPLATE.read_text("utf-8")
    return rendered(template) != template


def main(arguments: list[str]) -> int:
    make_importable()
    if "--check" in arguments:
        if outdated := is_outdated():
            print("template.yaml is out of date: run `make openapi` and commit it")
        return int(outdated)
    TEMPLATE.write_text(rendered(TEMPLATE.read_text("utf-8")), "utf-8")
    print(f"template.yaml: {len(endpoints())} routes, {len(alarms.ALARMS)} alarms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
