"""What a deployed stack is asked after a deployment, and how an answer is judged."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from local import verify_routes
from local.deployed import DYNAMODB_READERS, DeployedStack
from local.endpoints import Endpoint, endpoints, make_importable
from local.verdicts import Finding, Verdict, checked
from local.verify import EMULATOR_FORGETS, Verification, on_the_laptop

REGION = "eu-west-1"


@pytest.fixture
def session() -> Iterator[boto3.Session]:
    with mock_aws():
        yield boto3.Session(region_name=REGION)


def verification(
    session: boto3.Session, *, outputs: dict[str, str] | None = None, **physical_ids: str
) -> Verification:
    stack = DeployedStack("stvos-test", outputs or {}, physical_ids)
    return Verification(stack, session, {"MailSender": "hello@example.com"})


def routes() -> list[Endpoint]:
    make_importable()
    return endpoints()


def refuse() -> Iterator[str]:
    raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetStage")
    yield


def test_what_is_not_answered_is_not_known_and_never_ok() -> None:
    finding = checked("stage", refuse)

    assert finding.verdict is Verdict.UNKNOWN
    assert "AccessDenied" in str(finding)


def test_a_check_is_ok_fails_or_warns() -> None:
    assert str(checked("alarms", lambda: iter(()))) == "ok         alarms"
    failed = checked("alarms", lambda: iter(("one", "two")))
    assert (failed.verdict, failed.about) == (Verdict.FAILED, "one; two")
    assert checked("mail", lambda: iter(("x",)), only_warn=True).verdict is Verdict.WARNING


def test_what_the_emulator_does_not_keep_is_not_known_on_the_laptop() -> None:
    for verdict in (Verdict.OK, Verdict.FAILED):
        assert on_the_laptop(Finding("table: TTL", verdict)).verdict is Verdict.UNKNOWN
        assert on_the_laptop(Finding("alarms", verdict)).verdict is verdict


def test_every_check_that_the_emulator_cannot_answer_is_one(session: boto3.Session) -> None:
    names = {finding.check for finding in of_answers().of_resources()}

    assert names > EMULATOR_FORGETS


def test_every_output_is_asked_for(session: boto3.Session) -> None:
    found = list(verification(session, outputs={"BaseUrl": "x"}).outputs())

    assert "TableName is missing" in found
    assert "BaseUrl is missing" not in found
    assert not [one for one in found if "DomainTarget" in one]


def test_ttl_and_recovery_are_as_the_table_has_them(session: boto3.Session) -> None:
    dynamodb = session.client("dynamodb")
    dynamodb.create_table(
        TableName="t",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    check = verification(session, Table="t")
    assert list(check.time_to_live()) == ["it is DISABLED on None"]
    assert list(check.recovery()) == ["it is DISABLED"]

    dynamodb.update_time_to_live(
        TableName="t", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
    )
    dynamodb.update_continuous_backups(
        TableName="t", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    assert list(check.time_to_live()) == []
    assert list(check.recovery()) == []


def test_alarms_must_be_there_and_reach_who_is_on_duty(session: boto3.Session) -> None:
    cloudwatch = session.client("cloudwatch")
    about: dict[str, Any] = {
        "Namespace": "x",
        "MetricName": "y",
        "Period": 60,
        "Statistic": "Sum",
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    cloudwatch.put_metric_alarm(AlarmName="loud", AlarmActions=["arn:aws:sns:x:1:t"], **about)
    cloudwatch.put_metric_alarm(AlarmName="mute", **about)

    found = list(verification(session, ApiErrorsAlarm="loud", StreamLagAlarm="mute").alarms())

    assert "StreamLagAlarm alarms nobody" in found
    assert "RoutingLagAlarm is missing" in found
    assert not [one for one in found if one.startswith("ApiErrorsAlarm")]


class Answers:
    """A session whose clients answer so."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers

    def client(self, _: str) -> Any:
        return self

    def __getattr__(self, operation: str) -> Any:
        if operation not in self._answers:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, operation)
        return lambda **_: self._answers[operation]


def of_answers(**answers: Any) -> Verification:
    stack = DeployedStack("s", {"FailedBatchesBucketName": "kept"}, {"Api": "api"})
    return Verification(stack, Answers(**answers), {})  # type: ignore[arg-type]


def test_mappings_are_enabled_and_keep_what_fails() -> None:
    good = {
        "State": "Enabled",
        "DestinationConfig": {"OnFailure": {"Destination": "arn:aws-cn:s3:::kept"}},
    }
    assert not list(
        of_answers(list_event_source_mappings={"EventSourceMappings": [good]}).stream_mappings()
    )

    bad = {"State": "Disabled"}
    found = list(
        of_answers(list_event_source_mappings={"EventSourceMappings": [bad]}).stream_mappings()
    )
    assert found[:2] == [
        f"{DYNAMODB_READERS[0]}'s is Disabled",
        f"{DYNAMODB_READERS[0]}'s failed batches go to nowhere",
    ]


def test_throttles_of_a_path_are_asked_for_one_by_one() -> None:
    health = {"throttlingRateLimit": 100.0, "throttlingBurstLimit": 200}
    settings = {
        "~1v1~1health/GET": health,
        "~1v1~1health/HEAD": health | {"throttlingRateLimit": 9},
    }

    found = list(of_answers(get_stage={"methodSettings": settings}).throttles())

    assert not [one for one in found if one.startswith("~1v1~1health/GET ")]
    assert "~1v1~1health/HEAD has not 100 a second, bursts of 200" in found


def test_the_key_source_is_the_template_s() -> None:
    found = list(of_answers(get_rest_api={"apiKeySource": "HEADER"}).api_settings())

    assert "apiKeySource is HEADER, not AUTHORIZER" in found


def test_a_gateway_response_without_the_envelope_is_found() -> None:
    answer = {"items": [{"responseType": "DEFAULT_4XX", "responseTemplates": {}}]}

    found = list(of_answers(get_gateway_responses=answer).gateway_responses())

    assert "DEFAULT_4XX has not the envelope" in found


def test_live_routes_and_described_ones_are_compared_both_ways() -> None:
    assert list(verify_routes.differences({"GET /v1/old"}, ["GET /v1/new"])) == [
        "GET /v1/old is live and not in the template",
        "GET /v1/new is in the template and not live",
    ]
    described = verify_routes.described_routes(routes())
    assert {"GET /v1/health", "HEAD /v1/health"} <= set(described)


def test_live_routes_are_the_api_s_methods_without_preflights(session: boto3.Session) -> None:
    gateway = session.client("apigateway")
    api = gateway.create_rest_api(name="x")["id"]
    [root] = gateway.get_resources(restApiId=api)["items"]
    version = gateway.create_resource(restApiId=api, parentId=root["id"], pathPart="v1")["id"]
    for method in ("GET", "OPTIONS"):
        gateway.put_method(
            restApiId=api, resourceId=version, httpMethod=method, authorizationType="NONE"
        )

    assert verify_routes.live_routes(gateway, api) == {"GET /v1"}


def test_a_protected_route_refuses_and_an_open_one_answers() -> None:
    def ask(method: str, path: str) -> tuple[int, str]:
        match method, path:
            case "GET", "/health":
                return 200, ""
            case "GET", "/auth/me":
                return 200, ""
            case "POST", "/auth/login":
                return 404, "NOT_FOUND"
            case _:
                return 401, "MISSING_API_KEY"

    found = list(verify_routes.unanswered(routes(), ask))

    assert "GET /v1/auth/me answers 200" in found
    assert "POST /v1/auth/login answers 404 NOT_FOUND" in found
    assert not [one for one in found if "/v1/health " in one]
    assert not [one for one in found if "/v1/admin/" in one]


def test_an_unknown_route_gets_the_envelope_s_404() -> None:
    assert not list(verify_routes.unknown_route(lambda *_: (404, "NOT_FOUND")))
    assert list(verify_routes.unknown_route(lambda *_: (403, ""))) == [
        "GET /v1/no/such/route answers 403"
    ]


def test_nothing_that_answers_is_not_known() -> None:
    ask = verify_routes.over_http("http://127.0.0.1:9")

    assert checked("route", lambda: verify_routes.unknown_route(ask)).verdict is Verdict.UNKNOWN
