"""One good call of every endpoint, with what AWS answered to it.

The calls are the examples of tests/contract, sent in a brand with a small catalogue. DynamoDB is
DynamoDB Local, so that it tells what a call consumes; the other services are moto's. What a
recording holds is replayed to a fresh interpreter (`lambdas`) and counted (`dynamodb`).
"""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from local.dynamodb_local import DynamoDbLocal
from local.dynamodb_local import running as dynamodb_running
from local.endpoints import Endpoint, endpoints

CLASSES = 60
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "STVOS_STAGE": "bench",
    "STVOS_TABLE": "bench",
    "STVOS_BUCKET": "bench-media",
    "STVOS_SIGNING_SECRET": "signing",
    "STVOS_ADMIN_SECRET": "admin",
    "STVOS_USAGE_PLANS": "/bench/usage-plans",
    "STVOS_MAIL_SENDER": "hello@example.com",
    "POWERTOOLS_LOG_LEVEL": "WARNING",
}
_WITH_CLASSES = {"content", "viewing"}
_READS = {"GetItem", "BatchGetItem", "Query", "TransactGetItems"}


@dataclass(frozen=True)
class Exchange:
    """One call of an AWS service: what was asked for, what came back."""

    service: str
    operation: str
    status: int
    headers: dict[str, str]
    body: str
    items: int
    checks: int
    units: float

    @property
    def reads(self) -> bool:
        return self.operation in _READS


@dataclass(frozen=True)
class Recording:
    """A call that a handler answered with `status`, cold and (of a GET) once more."""

    module: str
    route: str
    event: dict[str, Any]
    status: int
    exchanges: list[Exchange]
    again: list[Exchange] | None

    @property
    def usual(self) -> list[Exchange]:
        """What a running function asks for."""
        return self.exchanges if self.again is None else self.again

    def for_replay(self) -> dict[str, Any]:
        return {
            "module": self.module,
            "event": self.event,
            "status": self.status,
            "exchanges": [asdict(exchange) for exchange in self.exchanges],
        }


@dataclass
class Recorder:
    """Listens to every client of the program's session."""

    exchanges: list[Exchange] = field(default_factory=list)

    def listen(self) -> None:
        from stvos import aws

        session: Any = aws.session()
        session.register("before-parameter-build.dynamodb", _ask_for_capacity)
        session.register("response-received", self._keep)

    def take(self) -> list[Exchange]:
        taken = list(self.exchanges)
        self.exchanges.clear()
        return taken

    def _keep(
        self,
        event_name: str,
        response_dict: Any,
        parsed_response: Any,
        context: Any,
        **_: Any,
    ) -> None:
        service, operation = event_name.split(".")[1:]
        body = response_dict["body"]
        if not isinstance(body, bytes):
            body = body.read()
            streamed = StreamingBody(BytesIO(body), len(body))
            [member] = [n for n, v in parsed_response.items() if isinstance(v, StreamingBody)]
            parsed_response[member] = streamed
        self.exchanges.append(
            Exchange(
                service,
                operation,
                response_dict["status_code"],
                {
                    header: value
                    for header, value in response_dict["headers"].items()
                    if header.lower().startswith(("x-amz", "content-type"))
                },
                b64encode(body).decode(),
                _items(parsed_response, context.get("written", 1)),
                context.get("checked", 0),
                _units(parsed_response),
            )
        )


def _ask_for_capacity(params: Any, model: Any, context: Any, **_: Any) -> None:
    if "ReturnConsumedCapacity" in model.input_shape.members:
        params["ReturnConsumedCapacity"] = "TOTAL"
    if "TransactItems" in params:
        context["checked"] = sum("ConditionCheck" in one for one in params["TransactItems"])
        context["written"] = len(params["TransactItems"]) - context["checked"]
    if "RequestItems" in params:
        context["written"] = sum(len(items) for items in params["RequestItems"].values())


def _items(answer: Any, written: int) -> int:
    """How many items a call read or wrote."""
    if "Responses" in answer:
        return sum(len(found) for found in answer["Responses"].values())
    if "Count" in answer:
        return int(answer["Count"])
    return written


def _units(answer: Any) -> float:
    found = answer.get("ConsumedCapacity") or []
    each = found if isinstance(found, list) else [found]
    return sum(float(one["CapacityUnits"]) for one in each)


def record(missing: list[str]) -> list[Recording]:
    """Call every endpoint and every authorizer once, the reads twice.

    What could not be called is named in `missing`: a route without an example request.
    """
    os.environ.update(ENVIRONMENT)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    with _cloud():
        recorder = Recorder()
        recorder.listen()
        found: list[Recording] = []
        for endpoint in endpoints():
            try:
                found.append(_of_endpoint(endpoint, recorder))
            except (AssertionError, RuntimeError) as error:
                missing.append(f"{endpoint.route}: {str(error)[:200]}")
        return found + list(_of_authorizers(recorder))


@contextmanager
def _cloud() -> Iterator[None]:
    """What the program needs of AWS."""
    import boto3
    from moto import mock_aws
    from moto.sesv2.responses import SESV2Response

    # What the detailed health asks of SES, and moto does not know.
    SESV2Response.get_account = lambda self: "{}"  # type: ignore[attr-defined]
    with dynamodb_running() as dynamodb, mock_aws():
        _make_table(dynamodb)
        region = ENVIRONMENT["AWS_DEFAULT_REGION"]
        boto3.client("s3").create_bucket(
            Bucket=ENVIRONMENT["STVOS_BUCKET"],
            CreateBucketConfiguration={"LocationConstraint": region},  # type: ignore[typeddict-item]
        )
        secrets = boto3.client("secretsmanager")
        secrets.create_secret(Name="signing", SecretString="s" * 64)
        secrets.create_secret(Name="admin", SecretString="operator-of-the-tests")
        gateway = boto3.client("apigateway")
        plans = {plan: gateway.create_usage_plan(name=plan)["id"] for plan in ("trial", "standard")}
        boto3.client("ssm").put_parameter(
            Name=ENVIRONMENT["STVOS_USAGE_PLANS"], Type="String", Value=json.dumps(plans)
        )
        queue = boto3.client("sqs").create_queue(QueueName="billing")["QueueUrl"]
        os.environ["STVOS_BILLING_QUEUE"] = queue
        yield


def _make_table(dynamodb: DynamoDbLocal) -> None:
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamodb.endpoint_url
    dynamodb.create_table(ENVIRONMENT["STVOS_TABLE"])


def _of_endpoint(endpoint: Endpoint, recorder: Recorder) -> Recording:
    from tests import world
    from tests.contract.example_requests import example
    from tests.contract.scene import Scene

    scene = Scene()
    for number in range(CLASSES if endpoint.file.domain in _WITH_CLASSES else 0):
        scene.stock.fitness_class(f"{('Morning', 'Evening')[number % 2]} Flow {number}")
    ask = example(endpoint, scene)
    heard = Heard(endpoint.module.handler, recorder)
    headers = {"Content-Type": endpoint.spec.media_type} | scene.headers(endpoint.spec.who)
    for _ in range(2 if endpoint.spec.method == "GET" else 1):
        reply = world.call(
            heard,  # type: ignore[arg-type]  # has the one attribute of a module that is read
            headers=headers,
            body=ask.body,
            query=ask.query,
            **ask.path,
        )
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{endpoint.route} answered {reply.status}: {reply.text[:300]}")
    return heard.recording(endpoint.file.module_name, endpoint.route, reply.status)


def _of_authorizers(recorder: Recorder) -> Iterator[Recording]:
    from stvos.identity.principal import Who
    from tests import world
    from tests.contract.scene import Scene

    for who, module in world._AUTHORIZERS.items():
        if who is Who.TRAINER:
            continue  # The member's.
        headers = Scene().headers(who)
        heard = Heard(module.handler, recorder)
        _forget()
        heard.handler({"methodArn": world.METHOD_ARN, "headers": headers}, None)
        yield heard.recording(module.__name__, f"authorizer {module.__name__.split('.')[-1]}", 0)


class Heard:
    """An endpoint's module as the tests' actors see it, with an ear on its handler."""

    def __init__(self, handler: Any, recorder: Recorder) -> None:
        runs: list[list[Exchange]] = []
        events: list[dict[str, Any]] = []

        def call(event: dict[str, Any], context: Any) -> Any:
            if not runs:
                _forget()
            recorder.take()
            answer = handler(event, context)
            runs.append(recorder.take())
            events.append(event)
            return answer

        call.spec = getattr(handler, "spec", None)  # type: ignore[attr-defined]
        self.handler = call
        self._runs, self._events = runs, events

    def recording(self, module: str, route: str, status: int) -> Recording:
        again = self._runs[1] if len(self._runs) > 1 else None
        return Recording(module, route, self._events[0], status, self._runs[0], again)


def _forget() -> None:
    """Make this process as new: what it keeps between requests is fetched again."""
    from stvos import aws
    from stvos.accounts import authorizers
    from stvos.catalogue_search.catalogue import forget_catalogues

    ours = [module for name, module in sys.modules.items() if name.startswith("stvos.")]
    for value in [value for module in ours for value in vars(module).values()]:
        if hasattr(value, "cache_clear") and value is not aws.session:
            value.cache_clear()
    authorizers._keys.clear()
    authorizers._features.clear()
    forget_catalogues()
