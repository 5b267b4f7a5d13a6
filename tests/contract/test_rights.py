"""Roles allow what functions do, and no more; see tests/rights.py."""

import pytest

from local.endpoints import Endpoint
from stvos.clients.models import KeyKind
from stvos.identity.principal import Who
from stvos.identity.secrets_store import operator_keys, signing_keys
from stvos.platform_info import checks
from stvos.providers import usage_plans
from tests import rights
from tests.contract.example_requests import example
from tests.contract.repository import built, problems
from tests.contract.scene import Scene
from tests.forked import in_child
from tests.rights import Access, Statement, accesses

# What no example request shows, with the reason.
NOT_SHOWN = {
    # Roles sign addresses and forms by themselves; what they lead to, the signer must be allowed.
    ("AccountsRole", "s3:GetObject"): "signs the address of a photo",
    ("MembersRole", "s3:GetObject"): "signs the addresses of photos and archives",
    ("MembersRole", "s3:PutObject"): "signs the form of a photo",
    ("FoodsRole", "s3:PutObject"): "signs the form of a photo that is scanned",
    ("FoodsRole", "s3:GetObject"): "reads a photo that came by such a form, and signs addresses",
    ("ContentRole", "s3:GetObject"): "signs the address of a brand's picture",
    ("ViewingRole", "s3:GetObject"): "signs the address of a video",
    ("OperatorsRole", "s3:PutObject"): "signs the form of an upload",
    # What only happens with more behind it.
    ("ContentRole", "s3:DeleteObject"): "removes older snapshots of a catalogue",
    ("TrainersRole", "s3:DeleteObject"): "the same",
    ("PlansRole", "s3:DeleteObject"): "the same",
    ("PlansRole", "s3:PutObject"): "makes the first snapshot of a catalogue that has none",
    ("PlansRole", "s3:ListBucket"): "looks for what to remove beside it",
    ("OperatorsRole", "sqs:SendMessage"): "queues partners whose month is over",
    ("OperatorsRole", "apigateway:DELETE"): "takes a revoked key from its plan",
    ("PartnersRole", "s3:PutObject"): "stores a list that is too large for an answer",
    ("PartnersRole", "s3:GetObject"): "signs the address of a spreadsheet",
}


def test_every_route_keeps_to_its_role_and_no_role_has_what_none_of_its_routes_needs(
    cloud: None,
) -> None:
    # It warms everything that any route loads, which a worker would keep.
    in_child(_hold_every_route_against_its_role)


def _hold_every_route_against_its_role() -> None:
    with rights.recorded() as used:
        for endpoint in built():
            for universal in {False, endpoint.spec.who in {Who.KEY, Who.OPTIONAL_KEY}}:
                _call(endpoint, universal=universal)
    assert not rights.violations, problems(sorted(set(rights.violations)))

    found = [
        f"{role} may {action}, and no route of it does"
        for role in sorted(set(rights.roles().values()) - {"JobsRole"})
        for statement in rights.own_statements(role)
        for action in statement.actions
        if not any(
            access.action == action and statement.allows(action, access.resource, access.prefix)
            for access in used.get(role, ())
        )
        and (role, action) not in NOT_SHOWN
    ]
    assert not found, problems(found)


def _call(endpoint: Endpoint, *, universal: bool) -> None:
    """The example of a route, busy with an idempotency key, as a process does it that just began.

    `universal`: with the key of no brand, so that a token must say which one is meant.
    """
    scene = Scene()
    ask = example(endpoint, scene)
    headers = {"Idempotency-Key": "rights"} if endpoint.spec.changes else {}
    if universal:
        headers |= {"X-API-Key": scene.world.add_key(KeyKind.UNIVERSAL)}
        headers |= {"Authorization": f"Bearer {scene.member.access_token}"}
    for remembered in (signing_keys, operator_keys, checks._checked, usage_plans._of_parameter):
        remembered.cache_clear()
    scene.send(endpoint, ask, headers)


def test_a_right_that_is_missing_is_found() -> None:
    statement = Statement(("s3:GetObject",), ("Bucket.Arn/members/*",))

    assert statement.allows("s3:GetObject", "Bucket.Arn/members/7/photo")
    assert not statement.allows("s3:PutObject", "Bucket.Arn/members/7/photo")
    assert not statement.allows("s3:GetObject", "Bucket.Arn/clients/7/video")


@pytest.mark.parametrize(
    ("service", "operation", "params", "needed"),
    [
        ("dynamodb", "Query", {"IndexName": "gsi1"}, [("dynamodb:Query", "Table.Arn/index/gsi1")]),
        ("dynamodb", "Scan", {}, [("dynamodb:Scan", "Table.Arn")]),
        (
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": [{"Put": {}}, {"ConditionCheck": {}}]},
            [("dynamodb:PutItem", "Table.Arn"), ("dynamodb:ConditionCheckItem", "Table.Arn")],
        ),
        ("s3", "HeadObject", {"Key": "a/b"}, [("s3:GetObject", "Bucket.Arn/a/b")]),
        (
            "sqs",
            "SendMessageBatch",
            {"QueueUrl": "http://x/1/billing"},
            [("sqs:SendMessage", "BillingQueue.Arn")],
        ),
        (
            "secretsmanager",
            "GetSecretValue",
            {"SecretId": "admin"},
            [("secretsmanager:GetSecretValue", "AdminSecret")],
        ),
    ],
)
def test_a_call_needs_the_rights_that_aws_asks_for(
    service: str, operation: str, params: dict[str, object], needed: list[tuple[str, str]]
) -> None:
    assert list(accesses(service, operation, params)) == [Access(*one) for one in needed]
