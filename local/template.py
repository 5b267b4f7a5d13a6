"""template.yaml as data, and CloudFormation's intrinsic functions over it.

SAM's own library reads the short forms. Its resolver does not serve: it is for functions, gives the
ARN of every queue and bucket as a Lambda's, and keeps what it cannot resolve to itself.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml  # type: ignore[import-untyped]
from samtranslator.yaml_helper import intrinsics_multi_constructor  # type: ignore[import-untyped]

REGION = "us-east-1"
ACCOUNT = "000000000000"
_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


# libyaml's parser, where PyYAML has it: ten times as fast.
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_FASTEST):  # type: ignore[misc]
    """A safe loader that knows CloudFormation's short forms."""


_Loader.add_multi_constructor("!", intrinsics_multi_constructor)


def load(path: Path) -> dict[str, Any]:
    """A template with the short forms of its functions (`!Ref`, `!Sub`) as the long ones."""
    # A safe loader's own subclass.
    return cast("dict[str, Any]", yaml.load(path.read_text("utf-8"), _Loader))  # noqa: S506


class Resolver:
    """Resolves intrinsics from parameter values and physical ids; what is unknown stays named."""

    def __init__(
        self,
        template: Mapping[str, Any],
        parameters: Mapping[str, str] | None = None,
        physical_ids: Mapping[str, str] | None = None,
    ) -> None:
        defaults = {
            name: str(declared["Default"])
            for name, declared in template.get("Parameters", {}).items()
            if "Default" in declared
        }
        pseudo = {
            "AWS::Region": REGION,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": "stvos-local",
        }
        self._conditions = template.get("Conditions", {})
        self._values = {**pseudo, **defaults, **(parameters or {}), **(physical_ids or {})}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for item in map(self, value) if item is not None]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name == "Ref":
                return self._ref(argument)
            if name.startswith("Fn::"):
                return self._function(name.removeprefix("Fn::"), argument)
        resolved = {key: self(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not None}

    def _ref(self, name: str) -> str | None:
        return None if name == "AWS::NoValue" else self._values.get(name, name)

    def _function(self, name: str, argument: Any) -> Any:
        match name:
            case "Sub":
                text, extra = (argument, {}) if isinstance(argument, str) else argument
                return self._substitute(text, {key: self(item) for key, item in extra.items()})
            case "GetAtt":
                return ".".join(argument)
            case "Join":
                return argument[0].join(str(item) for item in self(argument[1]))
            case "Select":
                return self(argument[1])[int(argument[0])]
            case "Split":
                return self(argument[1]).split(argument[0])
            case "If":
                return self(argument[1] if self._condition(argument[0]) else argument[2])
            case _:
                raise ValueError(f"Fn::{name} is not resolved by the laptop stack")

    def _substitute(self, text: str, extra: Mapping[str, Any]) -> str:
        def replace(found: re.Match[str]) -> str:
            literal, name = found.groups()
            if literal:
                return "${" + name + "}"
            return str(extra.get(name, self._values.get(name, name)))

        return _VARIABLE.sub(replace, text)

    def _condition(self, condition: Any) -> bool:
        if isinstance(condition, str):
            return self._condition(self._conditions[condition])
        [(name, argument)] = condition.items()
        match name:
            case "Condition":
                return self._condition(argument)
            case "Fn::Equals":
                # As text, which is what CloudFormation makes of a number in a template.
                return str(self(argument[0])) == str(self(argument[1]))
            case "Fn::Not":
                return not self._condition(argument[0])
            case "Fn::And":
                return all(self._condition(item) for item in argument)
            case "Fn::Or":
                return any(self._condition(item) for item in argument)
            case _:
                raise ValueError(f"{name} is not a condition")
