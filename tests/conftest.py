"""The cloud of the functional tests: moto, with the table that template.yaml describes.

One table for a process, emptied before each test, and a fresh tenant for a test: making a table
costs ten times as much as making a client. Races are tested on DynamoDB Local instead
(tests/races).
"""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import boto3
import hypothesis
import pytest
from moto import mock_aws
from moto.sesv2.responses import SESV2Response

from local import template
from local.place import ROOT
from local.stubs.servers import StandIns, serving_beside
from stvos.dynamodb.keys import Directory
from stvos.dynamodb.table import delete, put
from stvos.settings import settings
from tests import moto_pace, stores
from tests.scheduling import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler
from tests.world import World

# The aim is a gigabyte; the whole suite was seen to take 1,036 MB in one of two workers.
LARGEST_WORKER = 1_250_000_000

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="eu-west-1",
    POWERTOOLS_LOG_LEVEL="WARNING",
    STVOS_STAGE="test",
    STVOS_TABLE="stvos",
    STVOS_BUCKET="stvos-media",
    STVOS_SIGNING_SECRET="signing",
    STVOS_ADMIN_SECRET="admin",
    STVOS_USAGE_PLANS="/stvos/usage-plans",
    STVOS_MAIL_SENDER="hello@example.com",
)
os.environ.pop("AWS_ENDPOINT_URL", None)

# A busy machine is no defect of what is tested.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def worker_stays_small() -> Iterator[None]:
    """Fail the test after which this process is too large: stores or caches grow with tests."""
    yield
    resident = _resident_bytes()
    assert resident < LARGEST_WORKER, f"this worker holds {resident / 1e6:.0f} MB"


def _resident_bytes() -> int:
    """What this process holds now; its peak, where there is no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()


@pytest.fixture(scope="session")
def stack() -> Iterator[None]:
    """Table, bucket, secrets, usage plans and a queue, as the template makes them."""
    # What the detailed health asks of SES, and moto does not know.
    SESV2Response.get_account = lambda self: "{}"  # type: ignore[attr-defined]
    moto_pace.install()
    with mock_aws():
        described = template.load(ROOT / "template.yaml")
        table = template.Resolver(described)(described["Resources"]["Table"]["Properties"])
        boto3.client("dynamodb").create_table(
            TableName=settings().table,
            **{
                name: table[name]
                for name in (
                    "BillingMode",
                    "AttributeDefinitions",
                    "KeySchema",
                    "GlobalSecondaryIndexes",
                )
            },
        )
        boto3.client("s3").create_bucket(
            Bucket=settings().bucket,
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
        )
        secrets = boto3.client("secretsmanager")
        secrets.create_secret(Name="signing", SecretString="s" * 64)
        secrets.create_secret(Name="admin", SecretString="operator-of-the-tests")
        gateway = boto3.client("apigateway")
        plans = {plan: gateway.create_usage_plan(name=plan)["id"] for plan in ("trial", "standard")}
        boto3.client("ssm").put_parameter(
            Name=settings().usage_plans,
            Type="String",
            Value=str(plans).replace("'", '"'),
        )
        queue = boto3.client("sqs").create_queue(QueueName="billing")["QueueUrl"]
        os.environ["STVOS_BILLING_QUEUE"] = queue
        yield


@pytest.fixture
def cloud(stack: None) -> None:
    """The stack with nothing stored in it."""
    stores.empty(queues={"billing"})


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[StandIns]:
    """Vertex AI, LiveKit and Hume, as `make run STUBS=1` has them; LiveKit keeps its rooms."""
    with serving_beside() as running:
        yield running


@pytest.fixture
def world(cloud: None) -> World:
    """A brand of its own for this test: a client with all features and a key."""
    return World.with_client()


@pytest.fixture
def other_world(cloud: None) -> World:
    """A second brand, which must see nothing of the first."""
    return World.with_client()


@pytest.fixture
def default_world(world: World) -> Iterator[World]:
    """This world's brand as the platform's default one, for this test alone."""
    key = Directory.default_client()
    world.table.write(put(key, {"type": "default_client", "client_id": world.client.id}))
    yield world
    world.table.write(delete(key))


@pytest.fixture
def no_default(world: World) -> World:
    """A world on a platform without a default brand."""
    world.table.write(delete(Directory.default_client()))
    return world
