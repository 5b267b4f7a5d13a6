"""What a brand has before a public route is asked, so that its lists hold something to look at."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from stvos.clock import utc_now
from tests.api.partners.world import codes_of, product_of
from tests.contract.scene import Scene
from tests.usage_samples import Company
from viewing import record_progress, start_session

PROFILE = {
    "goals": ["strength"],
    "workoutDays": ["mon"],
    "equipment": ["mat"],
    "injuries": ["knee"],
    "dietaryRestrictions": ["vegan"],
    "allergies": ["nuts"],
}


def _member(scene: Scene) -> None:
    scene.__dict__["member"] = scene.world.member(profile=PROFILE)


def _catalogue(scene: Scene) -> None:
    """A class that is featured, new and begun, and a live one to come."""
    stock = scene.stock
    begun = stock.fitness_class(featured=True, published_at=utc_now() - timedelta(days=1))
    stock.live_class()
    stock.changed(("class", begun.id))
    started = scene.member.call(start_session, body={"classId": begun.id}).data["session"]
    heartbeat = {"positionSeconds": 90, "segments": [[0, 90]]}
    scene.member.call(record_progress, id=started["id"], body=heartbeat)


def _portal(scene: Scene) -> None:
    """Vouchers, a product, and an employee who watched a class."""
    codes_of(scene.staff, 2, expiresAt="2099-12-31")
    product_of(scene.staff)
    company = Company(scene.world, "Europe/Berlin", scene.staff.partner_id)
    company.tell(company.joined(scene.employee))
    category, published = scene.stock.yoga.id, scene.stock.fitness_class()
    company.watches(
        scene.employee, utc_now(), 20, completes=True, class_id=published.id, category_id=category
    )


_BY_PATH: Mapping[str, Callable[[Scene], None]] = {
    "/auth/me": _member,
    "/users/me": _member,
    "/content/": _catalogue,
    "/partner/": _portal,
}


def furnish(scene: Scene, route: str) -> None:
    """Make what the answer of a route, such as `GET /auth/me`, is to show."""
    method, _, path = route.partition(" ")
    for beginning, make in _BY_PATH.items():
        if path.startswith(beginning) and method in {"GET", "PUT"}:
            make(scene)
