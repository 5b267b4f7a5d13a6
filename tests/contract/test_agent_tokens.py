"""A voice agent's token opens the routes that name such agents, and no other."""

import re
from typing import Any

import pytest

from local.endpoints import Endpoint
from stvos.identity.principal import AgentScope, Who
from tests.api.onboarding.agents import Agent, agent_of_member, agent_of_session
from tests.api.onboarding.world import answered
from tests.contract.repository import built
from tests.contract.scene import Scene
from tests.contract.stored import everything_stored
from tests.stores import until_emptied
from tests.video import livekit
from tests.world import call

OF_SESSIONS = {
    "POST /v1/onboarding/profile",
    "GET /v1/onboarding/profile",
    "POST /v1/onboarding/recommend-coaches",
    "GET /v1/onboarding/recommend-coaches",
    "POST /v1/onboarding/select-coach",
    "POST /v1/onboarding/consent",
}
READ = {
    "GET /v1/users/me/daily-plan",
    "GET /v1/progress",
    "GET /v1/progress/summary",
    "GET /v1/my-bookings/summary",
    "GET /v1/my-bookings/sessions",
    "GET /v1/my-bookings/classes",
    "GET /v1/my-bookings/programmes",
    "GET /v1/trainers",
    "GET /v1/trainers/{id}",
    "GET /v1/trainers/{id}/services",
    "GET /v1/trainers/{id}/classes",
    "GET /v1/trainers/{id}/availability",
}
CONFIRMED = {
    "POST /v1/progress/workout",
    "POST /v1/progress/nutrition",
    "POST /v1/progress/water",
    "POST /v1/progress/measurement",
    "POST /v1/trainers/{id}/book",
    "POST /v1/group-classes/{id}/join",
}
# Keys note when they were used last.
USE_OF_KEYS = frozenset({"api_key"})


def named(endpoint: Endpoint) -> str:
    return endpoint.file.module_name


def routes(scope: AgentScope) -> set[str]:
    return {f"{e.spec.method} {e.spec.path}" for e in built() if e.spec.agents is scope}


@until_emptied
def scene() -> Scene:
    return Scene()


@until_emptied
def agents() -> tuple[Agent, Agent]:
    """A newcomer's and a member's, of one brand."""
    livekit()
    world = scene().world
    return agent_of_session(world, answered(world)), agent_of_member(scene().member)


def test_what_agents_may_call_is_this_and_no_more() -> None:
    assert routes(AgentScope.ONBOARDING) == OF_SESSIONS
    assert routes(AgentScope.READS) == READ
    assert routes(AgentScope.CONFIRMED) == CONFIRMED


def test_what_a_member_confirms_changes_something_and_what_is_read_does_not() -> None:
    changing = {e.spec.agents for e in built() if e.spec.changes and e.spec.who is Who.USER}

    assert AgentScope.READS not in changing
    assert all(e.spec.changes for e in built() if e.spec.agents is AgentScope.CONFIRMED)


@pytest.mark.parametrize(
    "endpoint", [e for e in built() if e.spec.who is not Who.ANYONE], ids=named
)
def test_a_route_that_names_no_such_agent_refuses_it(cloud: None, endpoint: Endpoint) -> None:
    newcomers, members = agents()
    spec = endpoint.spec
    tried = [newcomers] if spec.agents is not AgentScope.ONBOARDING else []
    tried += [members] if spec.agents in {None, AgentScope.ONBOARDING} else []
    path: dict[str, Any] = dict.fromkeys(re.findall(r"{(\w+)}", spec.path), 1)
    before = everything_stored(USE_OF_KEYS)

    replies = [
        call(endpoint.module, headers=agent.headers | {"X-Admin-Key": agent.token}, **path)
        for agent in tried
    ]

    assert tried
    assert {reply.status for reply in replies} == {401}
    assert {reply.code for reply in replies} <= {"INVALID_TOKEN", "INVALID_API_KEY"}
    assert everything_stored(USE_OF_KEYS) == before
