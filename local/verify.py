"""`python -m local.verify ENV`: ask a deployed stack whether it is what the template says.

A line for each check: ok, failed, warning, or not known where AWS does not answer.
Ends with 1 when a check failed.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local import template, verify_routes
from local.deployed import DYNAMODB_READERS, DeployedStack, session_of
from local.doctor import settings_of
from local.endpoints import endpoints, make_importable
from local.place import ROOT
from local.verdicts import Finding, Problems, Verdict, checked


class Verification:
    """The checks of one stack."""

    def __init__(
        self, stack: DeployedStack, session: boto3.Session, parameters: Mapping[str, str]
    ) -> None:
        whole = template.load(ROOT / "template.yaml")
        self._stack = stack
        self._session = session
        self._resources: Mapping[str, Any] = whole["Resources"]
        self._outputs: Mapping[str, Any] = whole["Outputs"]
        self._sender = parameters.get("MailSender", "")
        self._resolve = template.Resolver(
            whole, parameters, {"AWS::StackName": stack.name, **stack.physical_ids}
        )

    @property
    def _api(self) -> str:
        return self._stack.physical_ids["Api"]

    def of_resources(self) -> Iterator[Finding]:
        """What AWS's own interfaces say."""
        yield checked("outputs", self.outputs)
        yield checked("API: live routes", self.routes)
        yield checked("API: settings", self.api_settings)
        yield checked("API: throttles by path", self.throttles)
        yield checked("API: gateway responses", self.gateway_responses)
        yield checked("alarms", self.alarms)
        yield checked("stream mappings", self.stream_mappings)
        yield checked("table: TTL", self.time_to_live)
        yield checked("table: point-in-time recovery", self.recovery)
        yield checked("mail: sender verified", self.sender, only_warn=True)
        yield checked("mail: out of the sandbox", self.mail_production, only_warn=True)

    def outputs(self) -> Problems:
        for name, output in self._outputs.items():
            if "Condition" not in output and name not in self._stack.outputs:
                yield f"{name} is missing"

    def routes(self) -> Problems:
        live = verify_routes.live_routes(self._session.client("apigateway"), self._api)
        yield from verify_routes.differences(live, verify_routes.described_routes(endpoints()))

    def api_settings(self) -> Problems:
        described = self._resources["Api"]["Properties"]
        api = self._session.client("apigateway").get_rest_api(restApiId=self._api)
        wanted = {
            "apiKeySource": described["ApiKeySourceType"],
            "minimumCompressionSize": described["MinimumCompressionSize"],
        }
        for name, value in wanted.items():
            if api.get(name) != value:
                yield f"{name} is {api.get(name)}, not {value}"
        binary = {one.replace("~1", "/") for one in api.get("binaryMediaTypes", [])}
        if binary != {one.replace("~1", "/") for one in described["BinaryMediaTypes"]}:
            yield f"binaryMediaTypes are {sorted(binary)}"

    def throttles(self) -> Problems:
        stage = self._session.client("apigateway").get_stage(restApiId=self._api, stageName="api")
        live = stage.get("methodSettings", {})
        for setting in self._resources["Api"]["Properties"]["MethodSettings"]:
            path = setting["ResourcePath"].removeprefix("/")
            key = f"{path}/{setting['HttpMethod']}"
            found = live.get(key, {})
            wanted = (setting["ThrottlingRateLimit"], setting["ThrottlingBurstLimit"])
            if (found.get("throttlingRateLimit"), found.get("throttlingBurstLimit")) != wanted:
                yield f"{key} has not {wanted[0]} a second, bursts of {wanted[1]}"

    def gateway_responses(self) -> Problems:
        answer = self._session.client("apigateway").get_gateway_responses(
            restApiId=self._api, limit=500
        )
        live = {item["responseType"]: item for item in answer["items"]}
        for kind, described in self._resources["Api"]["Properties"]["GatewayResponses"].items():
            if live.get(kind, {}).get("responseTemplates") != described["ResponseTemplates"]:
                yield f"{kind} has not the envelope"

    def alarms(self) -> Problems:
        pages = self._session.client("cloudwatch").get_paginator("describe_alarms").paginate()
        live = {one["AlarmName"]: one for page in pages for one in page["MetricAlarms"]}
        for name, resource in self._resources.items():
            if resource["Type"] != "AWS::CloudWatch::Alarm":
                continue
            found = live.get(self._stack.physical_ids.get(name, ""))
            if found is None:
                yield f"{name} is missing"
            elif not (found.get("ActionsEnabled") and found.get("AlarmActions")):
                yield f"{name} alarms nobody"

    def stream_mappings(self) -> Problems:
        functions = self._session.client("lambda")
        bucket = f"arn:aws:s3:::{self._stack.outputs.get('FailedBatchesBucketName')}"
        for reader in DYNAMODB_READERS:
            name = self._stack.physical_ids.get(reader, reader)
            found = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
            if not found:
                yield f"{reader} has none"
            for one in found:
                if one.get("State") != "Enabled":
                    yield f"{reader}'s is {one.get('State')}"
                kept = one.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")
                if kept.split(":")[5:] != bucket.split(":")[5:]:
                    yield f"{reader}'s failed batches go to {kept or 'nowhere'}"

    def time_to_live(self) -> Problems:
        answer = self._session.client("dynamodb").describe_time_to_live(
            TableName=self._stack.physical_ids["Table"]
        )["TimeToLiveDescription"]
        wanted = self._resources["Table"]["Properties"]["TimeToLiveSpecification"]["AttributeName"]
        if (answer["TimeToLiveStatus"], answer.get("AttributeName")) != ("ENABLED", wanted):
            yield f"it is {answer['TimeToLiveStatus']} on {answer.get('AttributeName')}"

    def recovery(self) -> Problems:
        answer = self._session.client("dynamodb").describe_continuous_backups(
            TableName=self._stack.physical_ids["Table"]
        )["ContinuousBackupsDescription"]
        status = answer.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
        if status != "ENABLED":
            yield f"it is {status}"

    def sender(self) -> Problems:
        if not self._sender:
            yield "MailSender is empty: mails are dropped"
            return
        ses = self._session.client("sesv2")
        for identity in (self._sender, self._sender.rpartition("@")[2]):
            try:
                found = ses.get_email_identity(EmailIdentity=identity)
            except ses.exceptions.NotFoundException:
                continue
            if found.get("VerifiedForSendingStatus"):
                return
        yield f"neither {self._sender} nor its domain is verified"

    def mail_production(self) -> Problems:
        account = self._session.client("sesv2").get_account()
        if not account.get("ProductionAccessEnabled"):
            yield "SES sends to verified addresses only; ask for production access"


LAPTOP = "local"
# What the emulator accepts and does not keep as AWS would; `local.front_door` does it instead.
EMULATOR_FORGETS = {
    "API: settings",
    "API: throttles by path",
    "API: gateway responses",
    "table: TTL",
    "table: point-in-time recovery",
    # It has no sandbox and verifies every sender.
    "mail: sender verified",
    "mail: out of the sandbox",
}


def on_the_laptop(finding: Finding) -> Finding:
    """What the emulator says of what it does not keep is not known, whatever it is."""
    if finding.check not in EMULATOR_FORGETS:
        return finding
    return Finding(finding.check, Verdict.UNKNOWN, "the emulator does not keep it")


def over_http(base_url: str) -> Iterator[Finding]:
    """What the API answers to a caller without credentials."""
    ask = verify_routes.over_http(base_url)
    yield checked("API: every route answers", lambda: verify_routes.unanswered(endpoints(), ask))
    yield checked("API: an unknown route", lambda: verify_routes.unknown_route(ask))


def main() -> int:
    """0 when no check failed."""
    parser = argparse.ArgumentParser(prog="python -m local.verify", description=__doc__)
    parser.add_argument("environment")
    parser.add_argument("--base-url", help="instead of the stack's output, up to /v1")
    options = parser.parse_args()
    make_importable()
    try:
        session = session_of(options.environment)
        parameters = settings_of(options.environment)["parameters"]
        stack = DeployedStack.of_environment(options.environment, session)
    except KeyError:
        sys.exit(f"samconfig.toml has no environment {options.environment}.")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"The stack of {options.environment} cannot be read: {error}")
    failed = False
    verification = Verification(stack, session, parameters)
    base_url = options.base_url or stack.outputs.get("BaseUrl", "")
    for findings in (verification.of_resources(), over_http(base_url)):
        for asked in findings:
            finding = on_the_laptop(asked) if options.environment == LAPTOP else asked
            print(finding, flush=True)
            failed |= finding.verdict is Verdict.FAILED
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
