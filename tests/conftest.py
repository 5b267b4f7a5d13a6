"""The cloud of the functional tests: moto, with the table that template.yaml describes.

One table for a process, emptied before each test, and a fresh tenant for a test: making a table
costs ten times as much as making a client. Races are tested on DynamoDB Local instead
(tests/races).
"""

import ctypes
import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore.loaders
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws
from moto.sesv2.responses import SESV2Response

from local import template
from local.place import CACHE, ROOT
from stvos import aws
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import Directory
from stvos.dynamodb.table import delete, put
from stvos.settings import settings
from tests import moto_pace, quick_passwords, rights, stores
from tests.scheduling import ONE_AFTER_ANOTHER
from tests.scheduling import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler
from tests.world import World

if TYPE_CHECKING:
    from local.stubs.servers import StandIns

# The largest of three was seen to hold 1,040 MB: every module of the tests and what they import
# (300 MB), moto, the document of the API, and heaps that do not shrink.
LARGEST_WORKER = 1_200_000_000
_GROWTH = 40_000_000

_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h

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
    STVOS_MAIL_EVENTS="MailEvents",
)
os.environ.pop("AWS_ENDPOINT_URL", None)
# The layer with the client of Vertex AI, trimmed as it is deployed. What both have is our own.
sys.path.append(str(CACHE / "ai" / "python"))


def pytest_configure() -> None:
    """Have large blocks given back as soon as they are free, and passwords hashed quickly.

    After it has freed a large block once, glibc takes all further ones from its heaps, one for
    each thread, which do not shrink: 300 MB in a hundred tests that hash in parallel.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1_000_000)
    quick_passwords.install()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the others go behind the worker that waits for real time: sound, and time limits."""
    if "PYTEST_XDIST_WORKER" in os.environ and not item.nodeid.startswith(ONE_AFTER_ANOTHER):
        os.nice(max(0, 10 - os.nice(0)))


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


_collected_at = [LARGEST_WORKER * 8 // 10]
"""From what size on the next test collects what is free."""


@pytest.fixture(autouse=True)
def worker_stays_small() -> Iterator[None]:
    """Fail the test after which this process is too large: stores or caches grow with tests."""
    yield
    resident = _resident_bytes()
    if resident > _collected_at[0]:
        # Databases in memory wait in cycles for the collector, which sees only how small they are.
        gc.collect()
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)
        resident = _resident_bytes()
        # It takes half a second, so not after each test of a process that needs so much.
        _collected_at[0] = max(_collected_at[0], min(resident + _GROWTH, LARGEST_WORKER))
    assert resident < LARGEST_WORKER, f"this worker holds {resident / 1e6:.0f} MB"


def _resident_bytes() -> int:
    """What this process holds now; its peak, where there is no /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()


@pytest.fixture(autouse=True)
def functions_keep_to_their_rights() -> Iterator[None]:
    """Fail the test in which a function did what its role may not; see tests/rights.py."""
    rights.violations.clear()
    yield
    found = sorted(set(rights.violations))
    assert not found, "without the right to: " + "; ".join(found)


@pytest.fixture(scope="session")
def stack() -> Iterator[None]:
    """Table, bucket, secrets, usage plans and a queue, as the template makes them."""
    # What the detailed health asks of SES, and moto does not know.
    SESV2Response.get_account = lambda self: "{}"  # type: ignore[attr-defined]
    moto_pace.install()
    rights.watch()
    # Each session reads the descriptions of its services anew; tests make many.
    botocore.session.create_loader = cache(botocore.loaders.create_loader)
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
        session: Any = aws.session()
        events = session.get_component("event_emitter")
        events.register_last("before-call.ssm.GetParameter", _usage_plans)
        queue = boto3.client("sqs").create_queue(QueueName="billing")["QueueUrl"]
        os.environ["STVOS_BILLING_QUEUE"] = queue
        yield


def _usage_plans(**_: Any) -> tuple[AWSResponse, dict[str, Any]]:
    """What Systems Manager answers. Moto's loads all of its EC2: half a second and 76 MB."""
    return AWSResponse("", 200, HTTPHeaders(), None), {
        "Parameter": {"Value": json.dumps(_made_plans())}
    }


@cache
def _made_plans() -> dict[str, str]:
    gateway = boto3.client("apigateway")
    return {plan: gateway.create_usage_plan(name=plan)["id"] for plan in ("trial", "standard")}


@pytest.fixture
def cloud(stack: None) -> None:
    """The stack with nothing stored in it."""
    stores.empty(queues={"billing"})


@pytest.fixture(scope="session")
def stand_ins() -> "Iterator[StandIns]":
    """Vertex AI, LiveKit and Hume, as `make run STUBS=1` has them; LiveKit keeps its rooms."""
    # A server and protobuf, which few tests need.
    from local.stubs.servers import serving_beside

    with serving_beside() as running:
        yield running


@pytest.fixture
def one_moment() -> Iterator[None]:
    """For limits, whose windows are of the clock: one must not end between two attempts."""
    with standing(utc_now()):
        yield


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
