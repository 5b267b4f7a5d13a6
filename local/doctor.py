"""`python -m local.doctor ENV`: what a deployment lacks, said before anything is built.

`--architecture` prints the one that samconfig.toml deploys to, which the layers are built for.
"""

import argparse
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError

from local.place import ROOT

_PLACEHOLDER = re.compile(r"(^|[@./])example(\.|$)", re.IGNORECASE)
# What a prod deployment must name.
_NEEDED_IN_PROD = {
    "MailSender": "the address that mails come from, verified in SES",
    "CorsOrigins": "the origins of your browser apps",
    "AlarmMail": "the address that alarms are mailed to",
}


def settings_of(environment: str) -> dict[str, Any]:
    """The deploy settings of an environment, with its parameters by name. Raises KeyError."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text("utf-8"))
    of_environment = config[environment]
    deploy = (
        of_environment.get("global", {}).get("parameters", {})
        | of_environment["deploy"]["parameters"]
    )
    pairs = (pair.partition("=") for pair in deploy.get("parameter_overrides", []))
    parameters = {name: value for name, _, value in pairs}
    return {**deploy, "parameters": parameters}


def problems(
    settings: Mapping[str, Any], environment: Mapping[str, str], *, has_credentials: bool
) -> Iterator[str]:
    """A sentence for each thing that is missing."""
    parameters: Mapping[str, str] = settings["parameters"]
    if not (settings.get("region") or environment.get("AWS_REGION")) and not environment.get(
        "AWS_DEFAULT_REGION"
    ):
        yield "No region: set AWS_REGION, or `region` in samconfig.toml."
    if not has_credentials:
        yield "No AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`."
    if parameters.get("Stage") != "prod":
        return
    for name, meaning in _NEEDED_IN_PROD.items():
        value = parameters.get(name, "")
        if not value:
            yield f"{name} is missing in samconfig.toml: {meaning}."
        elif _PLACEHOLDER.search(value):
            yield f"{name} is still the placeholder {value}: {meaning}."
    if parameters.get("CorsOrigins") == "*":
        yield "CorsOrigins is *: name the origins of your browser apps."
    if parameters.get("DomainName") and not parameters.get("CertificateArn"):
        yield "DomainName needs CertificateArn, a certificate in the same region."


def main() -> int:
    """0 when nothing is missing."""
    parser = argparse.ArgumentParser(prog="python -m local.doctor", description=__doc__)
    parser.add_argument("environment")
    parser.add_argument("--architecture", action="store_true")
    options = parser.parse_args()
    try:
        settings = settings_of(options.environment)
    except KeyError:
        sys.exit(f"samconfig.toml has no environment {options.environment}.")
    if options.architecture:
        print(settings["parameters"].get("Architecture", "arm64"))
        return 0
    missing = list(problems(settings, os.environ, has_credentials=_has_credentials()))
    missing += [f"{tool} is missing: {use}." for tool, use in _TOOLS.items() if not which(tool)]
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


_TOOLS = {"npm": "the layer of the API reference is fetched with it"}
which = shutil.which


def _has_credentials() -> bool:
    try:
        return boto3.Session().get_credentials() is not None
    except BotoCoreError:
        return False


if __name__ == "__main__":
    raise SystemExit(main())
