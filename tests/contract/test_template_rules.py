"""House rules of template.yaml: rights, logs, settings."""

import re
import tomllib
from typing import Any

from local.place import ROOT
from stvos.ai import asking
from stvos.errors import all_codes
from stvos.identity.principal import Who
from tests.contract.expansion import expanded
from tests.contract.repository import built, functions, problems, the_template

MOST_OF_A_NAME = 64  # of a Lambda function
RANDOM_PART = "XXXXXXXXXXXX"  # what CloudFormation ends a name with
# SES knows no narrower resource for these.
ONLY_EVERYTHING = {"ses:GetAccount"}


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role and managed policy, with the name of its resource."""
    return [
        (name, statement)
        for name, resource in the_template()["Resources"].items()
        for document in documents(resource)
        for statement in document["Statement"]
    ]


def documents(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The policies that a resource states; none for what is neither role nor managed policy."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::IAM::Role":
            return [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        case "AWS::IAM::ManagedPolicy":
            return [properties["PolicyDocument"]]
        case _:
            return []


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_a_function_that_asks_a_model_outlives_the_wait_for_it() -> None:
    """Else Lambda ends it before it can say AI_TIMEOUT; API Gateway itself waits for 29 seconds."""
    asking_model = {
        name: properties.get("Timeout", 20)
        for name, resource in expanded().items()
        if resource["Type"] == "AWS::Lambda::Function"
        for properties in [resource["Properties"]]
        if "VERTEX_MODEL" in properties.get("Environment", {}).get("Variables", {})
    }

    assert len(asking_model) == 8
    assert all(asking.SECONDS + 2 < seconds < 29 for seconds in asking_model.values())


def test_no_role_may_touch_everything() -> None:
    found = [
        f"{role}: a statement on Resource {resource}; name the resource"
        for role, statement in statements()
        for resource in as_list(statement.get("Resource"))
        if (resource == "*" and set(as_list(statement["Action"])) - ONLY_EVERYTHING)
        or resource is None
    ]
    assert not found, problems(found)


def test_no_role_may_do_everything_or_scan() -> None:
    found = [
        f"{role}: the action {action}"
        for role, statement in statements()
        for action in as_list(statement.get("Action"))
        if "*" in action or action in {"dynamodb:Scan", "dynamodb:PartiQLSelect"}
    ]
    assert not found, problems(found)


def test_roles_are_our_own_throughout() -> None:
    """SAM's policy templates and AWS's managed policies allow more than they say."""
    resources = the_template()["Resources"]
    ours = {name for name, item in resources.items() if item["Type"] == "AWS::IAM::ManagedPolicy"}
    found = [
        f"{name}: ManagedPolicyArns has {policy}, which is none of this template"
        for name, resource in resources.items()
        if resource["Type"] == "AWS::IAM::Role"
        for policy in resource["Properties"].get("ManagedPolicyArns", [])
        if policy not in [{"Ref": one} for one in ours]
    ]
    found += [f"{name}: Policies" for name, f in functions().items() if "Policies" in f.properties]
    assert not found, problems(found)


def test_what_every_domain_may_do_is_said_once() -> None:
    """In TablePolicy: the table's items and the domain's log."""
    resources = the_template()["Resources"]
    roles = {function.properties["Role"]["Fn::GetAtt"][0] for function in functions().values()}
    found = [
        f"{role}: add ManagedPolicyArns: [!Ref TablePolicy]"
        for role in sorted(roles)
        if {"Ref": "TablePolicy"} not in resources[role]["Properties"].get("ManagedPolicyArns", [])
    ]
    found += [
        f"{name}: {action} is in TablePolicy"
        for name, statement in statements()
        for action in as_list(statement["Action"])
        if name != "TablePolicy"
        and action in {"dynamodb:PutItem", "dynamodb:Query", "logs:PutLogEvents"}
    ]
    assert not found, problems(found)


def test_every_function_has_its_domain_s_role_and_log_group() -> None:
    found = []
    for function in functions().values():
        domain = "".join(part.capitalize() for part in function.handler.split(".")[0].split("_"))
        role, logs = function.properties.get("Role"), function.properties.get("LoggingConfig")
        if not role:
            found.append(f"{function.logical_id}: add Role: !GetAtt {domain}Role.Arn")
        if not logs or not logs.get("LogGroup"):
            found.append(
                f"{function.logical_id}: add LoggingConfig: {{LogGroup: !Ref {domain}Logs}}"
            )
    assert not found, problems(found)


def test_the_api_may_invoke_functions_of_every_stack_by_their_names() -> None:
    """CloudFormation cuts the stack's name out of a function's that would be too long."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text("utf-8"))
    stacks = {
        commands["global"]["parameters"]["stack_name"]
        for commands in config.values()
        if isinstance(commands, dict) and "global" in commands
    }
    longest = max(functions(), key=len)

    found = [
        f"{stack} and {longest} are too long together"
        for stack in stacks
        if len(f"{stack}-{longest}-{RANDOM_PART}") > MOST_OF_A_NAME
    ]
    assert stacks
    assert not found, problems(found)
    assert "local" not in stacks, "`sam local` calls its stack so"


def test_every_environment_variable_that_is_read_is_set() -> None:
    read: dict[str, str] = {}
    for path in sorted((ROOT / "layers/core/stvos").glob("**/*.py")):
        for name in re.findall(r"[\"'](STVOS_[A-Z_]+)[\"']", path.read_text("utf-8")):
            read.setdefault(name, str(path.relative_to(ROOT)))
    everywhere = the_template()["Globals"]["Function"]["Environment"]["Variables"]
    somewhere = {
        name
        for function in functions().values()
        for name in function.properties.get("Environment", {}).get("Variables", {})
    }

    found = [
        f"{path} reads {name}, which template.yaml sets for no function"
        for name, path in read.items()
        if name not in {*everywhere, *somewhere}
    ]
    assert read
    assert not found, problems(found)


def test_every_code_that_the_gateway_answers_is_a_published_one() -> None:
    responses = the_template()["Resources"]["Api"]["Properties"]["GatewayResponses"]
    codes = {
        name: re.search(r'"code":"([A-Z_]+|\$[a-z.]+)"', str(response["ResponseTemplates"]))
        for name, response in responses.items()
    }

    found = [
        f"GatewayResponses.{name}: {code[1] if code else 'no code'}"
        for name, code in codes.items()
        if not code or (code[1] not in all_codes() and code[1] != "$context.authorizer.code")
    ]
    assert codes
    assert not found, problems(found)


def test_every_alarm_has_its_entry_in_the_runbook() -> None:
    runbook = (ROOT / "docs" / "operations.md").read_text("utf-8")
    names = {
        name
        for name, resource in the_template()["Resources"].items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }
    assert names == set(re.findall(r"`(\w+Alarm)`", runbook))


def test_every_queue_and_every_reader_of_the_stream_has_its_alarms() -> None:
    resources = the_template()["Resources"]
    watched = {
        (alarm["Properties"]["MetricName"], str(alarm["Properties"]["Dimensions"]))
        for alarm in resources.values()
        if alarm["Type"] == "AWS::CloudWatch::Alarm"
    }
    wanted = []
    for name, resource in resources.items():
        if resource["Type"] == "AWS::SQS::Queue":
            metric = "NumberOfMessagesVisible" if "DeadLetters" in name else "AgeOfOldestMessage"
            wanted.append((f"Approximate{metric}", name))
        events = resource.get("Properties", {}).get("Events", {}).values()
        if any(event["Type"] == "DynamoDB" for event in events):
            wanted.append(("IteratorAge", name))
    found = [
        f"{name}: no alarm on {metric}"
        for metric, name in wanted
        if not any(m == metric and f"'{name}" in text for m, text in watched)
    ]
    assert wanted
    assert not found, problems(found)


# Names that are one of their kind in an account or in the world: two stacks must not share one.
PHYSICAL_NAMES = (
    "AlarmName",
    "BucketName",
    "FunctionName",
    "LayerName",
    "LogGroupName",
    "ManagedPolicyName",
    "Name",
    "PolicyName",
    "QueueName",
    "RoleName",
    "TableName",
    "TopicName",
    "UsagePlanName",
)
# Names within what has them: an API's authorizers, a role's policies.
INNER = {"AWS::ApiGateway::Authorizer", "AWS::IAM::Role"}


def test_two_stacks_in_one_account_share_no_name() -> None:
    named = [
        (logical_id, name, resource["Properties"][name])
        for logical_id, resource in expanded().items()
        for name in PHYSICAL_NAMES
        if name in resource.get("Properties", {}) and resource["Type"] not in INNER
    ]
    found = [
        f"{logical_id}: {name} is {value}"
        for logical_id, name, value in named
        if "AWS::StackName" not in str(value) and not _is_reference(value)
    ]
    assert len(named) > 5
    assert not found, problems(found)


def test_every_schedule_has_a_name_of_its_stack() -> None:
    schedules = [r for r in expanded().values() if r["Type"] == "AWS::Scheduler::Schedule"]
    assert schedules
    assert all("AWS::StackName" in str(s["Properties"]["Name"]) for s in schedules)


def _is_reference(value: Any) -> bool:
    """Whether it names another resource of the stack, as a queue's own policy does."""
    return isinstance(value, dict) and "Ref" in value


def test_what_anyone_may_call_has_a_limit_of_its_own() -> None:
    settings = the_template()["Resources"]["Api"]["Properties"]["MethodSettings"]
    limited = {
        (setting["HttpMethod"], setting["ResourcePath"].replace("~1", "/").replace("//", "/"))
        for setting in settings
    }
    anonymous = {
        (method, endpoint.spec.path)
        for endpoint in built()
        if endpoint.spec.who in {Who.ANYONE, Who.OPTIONAL_KEY}
        for method in (endpoint.spec.method, *(["HEAD"] if endpoint.spec.head else []))
    }
    assert limited - {("*", "/*")} == anonymous
