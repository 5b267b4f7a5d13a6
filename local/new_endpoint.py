"""`make new` writes the skeleton of an endpoint in all the places that know its name.

    make new ROUTE="POST /v1/trainers/{id}/book" NAME=bookings.create_booking WHO=U \\
        FEATURE=coach_connect

What it leaves to be written fails: the handler raises, its test expects an answer.
"""

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local.endpoints import HandlerFile
from local.place import ROOT

_ROUTE = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/v1/\S+)")
_NAME = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_CALLERS = ("-", "K?", "K", "U", "T", "P", "A")
_CALLED_BY = {"U": "member", "T": "member"}


class RefusedError(Exception):
    """The arguments do not make a new endpoint; the message says why."""


@dataclass(frozen=True)
class NewEndpoint:
    """An endpoint to be written."""

    method: str
    path: str
    domain: str
    name: str
    who: str
    feature: str

    @classmethod
    def of(cls, route: str, name: str, who: str, feature: str) -> "NewEndpoint":
        method_and_path = _ROUTE.fullmatch(route)
        if not method_and_path:
            raise RefusedError(f"ROUTE must look like 'POST /v1/things', not {route!r}")
        if not _NAME.fullmatch(name):
            raise RefusedError(f"NAME must look like bookings.create_booking, not {name!r}")
        if who not in _CALLERS:
            raise RefusedError(f"WHO must be one of {' '.join(_CALLERS)}, not {who!r}")
        method, path = method_and_path.groups()
        domain, _, endpoint = name.partition(".")
        return cls(method, path, domain, endpoint, who, feature)

    def write(self, root: Path) -> list[Path]:
        """Write the skeleton below `root`; answers the files. Raises RefusedError, having written
        nothing, when the endpoint is there or its domain has no role in the template.
        """
        handler = root / "functions" / self.domain / f"{self.name}.py"
        test = root / "tests" / "api" / self.domain / f"test_{self.name}.py"
        template, not_yet = root / "template.yaml", root / "tests" / "contract" / "not_yet.txt"
        if handler.exists():
            raise RefusedError(f"{handler.relative_to(root)} is there already")
        with_function = self._with_function(template.read_text("utf-8"))
        for path, text in ((handler, self._handler()), (test, self._test())):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        template.write_text(with_function, "utf-8")
        line = f"{self.method} {self.path.removeprefix('/v1')}\n"
        not_yet.write_text(not_yet.read_text("utf-8").replace(line, ""), "utf-8")
        return [handler, test, template, not_yet]

    def _with_function(self, template: str) -> str:
        """The template with the function behind the last one of its domain."""
        domain = "".join(part.capitalize() for part in self.domain.split("_"))
        start = template.find(f"\n  {domain}Role:\n")
        if start < 0:
            raise RefusedError(
                f"template.yaml has no {domain}Role: copy a domain's banner with its role and logs"
            )
        end = template.find("\n  # =====", start)
        end = end if end >= 0 else template.find("\nOutputs:", start)
        logical_id = HandlerFile(ROOT / "functions" / self.domain / f"{self.name}.py").logical_id
        function = (
            f"  {logical_id}:\n"
            "    Type: AWS::Serverless::Function\n"
            "    Properties:\n"
            f"      Handler: {self.domain}.{self.name}.handler\n"
            f"      Role: !GetAtt {domain}Role.Arn\n"
            f"      LoggingConfig: {{LogGroup: !Ref {domain}Logs}}\n"
        )
        return template[:end].rstrip("\n") + "\n\n" + function + template[end:]

    def _handler(self) -> str:
        feature = f', feature="{self.feature}"' if self.feature else ""
        sentence = self.name.replace("_", " ")
        return (
            f'"""{self.method} {self.path}: {sentence}."""\n\n'
            "from stvos.api.endpoint import Request, endpoint\n"
            "from stvos.models import DeletedAnswer, Query\n\n\n"
            f'@endpoint(who="{self.who}"{feature})\n'
            "def handler(request: Request[Query]) -> DeletedAnswer:\n"
            '    raise NotImplementedError("declare body, answer and errors; call one service")\n'
        )

    def _test(self) -> str:
        caller = _CALLED_BY.get(self.who, "world")
        member = "    member = world.member()\n" if caller == "member" else ""
        ids = "".join(f", {name}=1234" for name in re.findall(r"{(\w+)}", self.path))
        return (
            f'"""{self.method} {self.path}."""\n\n'
            f"from {self.domain} import {self.name}\n"
            "from tests.world import World\n\n\n"
            f"def test_it_answers(world: World) -> None:\n{member}"
            f"    reply = {caller}.call({self.name}{ids})\n\n"
            "    assert reply.status == 200\n"
        )


def main() -> int:
    """Write the files, then what is generated from the declaration."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("route", "name", "who"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--feature", default="")
    asked = parser.parse_args()
    try:
        new = NewEndpoint.of(asked.route, asked.name, asked.who, asked.feature)
        for path in new.write(ROOT):
            print(path.relative_to(ROOT))
    except RefusedError as error:
        print(error, file=sys.stderr)
        return 1
    for module in ("local.openapi", "local.template_parts", "local.events"):
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=True)  # noqa: S603
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
