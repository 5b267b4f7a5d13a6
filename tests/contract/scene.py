"""A brand with everything that a route's example request may need."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from local.endpoints import Endpoint
from stvos.identity.principal import Who
from tests.api.content.stock import Stock
from tests.api.partners.world import StaffMember, employee_of, new_partner
from tests.api.trainers.bookings import at
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.contract.stored import Stored, everything_stored
from tests.world import ADMIN_KEY, Member, Reply, World, call


@dataclass(frozen=True)
class Ask:
    """One request that its route answers with success.

    `headers` come on top of the caller's credentials.
    `ids` are ids of this brand for fields that the request leaves out, as `body.planId`.
    `shared` ids belong to no brand, like those of the exercise library.
    """

    path: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    def having(self, place: str, value: Any) -> "Ask":
        """The same request with another value at `path.id`, `query.trainer` or `body.classId`."""
        part, _, name = place.partition(".")
        match part:
            case "query":
                return replace(self, query=(self.query or {}) | {name: str(value)})
            case "body":
                return replace(self, body=(self.body or {}) | {name: value})
            case _:
                return replace(self, path=self.path | {name: value})

    def at(self, place: str) -> Any:
        """The id at such a place, or None."""
        part, _, name = place.partition(".")
        return (getattr(self, part) or {}).get(name, self.ids.get(place))


class Scene:
    """One brand; its member, trainer, staff and catalogue are made when first asked for."""

    def __init__(self) -> None:
        self.world = World.with_client()

    @cached_property
    def member(self) -> Member:
        return self.world.member()

    @cached_property
    def trainer(self) -> TrainerAccount:
        """A trainer who can be booked from nine to five, for a service of an hour."""
        trainer = new_trainer(self.world, specialisations=["Yoga"])
        trainer.offer()
        trainer.service()
        return trainer

    @cached_property
    def times(self) -> Iterator[datetime]:
        """Starts at which the trainer can be booked; each is handed out once."""
        return (at(day, hour) for day in range(3, 9) for hour in range(9, 17))

    @cached_property
    def staff(self) -> StaffMember:
        return new_partner(self.world)

    @cached_property
    def employee(self) -> Member:
        """A member of the staff's partner: whom routes about a partner's members are asked about.

        test_partner_privacy.py looks for what this person told the app in every answer.
        """
        return employee_of(self.staff)

    @cached_property
    def stock(self) -> Stock:
        return Stock.of(self.world)

    def headers(self, who: Who) -> dict[str, str]:
        """The credentials of a caller of this brand."""
        match who:
            case Who.ANYONE:
                return {}
            case Who.KEY | Who.OPTIONAL_KEY:
                return self.world.headers
            case Who.USER:
                return self.member.headers
            case Who.TRAINER:
                return self.trainer.headers
            case Who.PARTNER:
                return self.staff.headers
            case Who.OPERATOR:
                return {"X-Admin-Key": ADMIN_KEY}

    def send(
        self,
        endpoint: Endpoint,
        ask: Ask,
        headers: dict[str, str] | None = None,
        context: dict[str, str] | None = None,
    ) -> Reply:
        """Send a request as this brand's caller. `headers` come on top of the credentials."""
        spec = endpoint.spec
        sent = {"Content-Type": spec.media_type} | self.headers(spec.who) | ask.headers
        sent |= headers or {}
        return call(
            endpoint.module,
            headers=sent,
            body=ask.body,
            query=ask.query,
            context=context,
            **ask.path,
        )

    def stored(self) -> Stored:
        """Every item and object of this brand."""
        tenant = str(self.world.client.id)
        return {
            place: content
            for place, content in everything_stored().items()
            if tenant in place or content.get("client_id", {}).get("N") == tenant
        }
