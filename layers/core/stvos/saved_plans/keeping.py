"""Versions of a plan: the next one, the present one, none any more."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Protocol

from stvos.errors import NotFound
from stvos.saved_plans.models import PlanChanged, Saved, StoredVersion, version_held

_TRIES = 4


class Versions[S: Saved](Protocol):
    """Where a member's versions of one kind of plan are stored."""

    def present(self) -> StoredVersion[S] | None:
        """The newest version, ended or not."""

    def replace(self, before: S | None, after: S) -> None:
        """Store the next version; raises PlanChanged unless `before` still is the newest."""

    def end(self, present: S, now: datetime) -> None:
        """End the newest version; raises PlanChanged, or NotFound when it has ended."""


def keep_next[S: Saved](
    repository: Versions[S], today: date, make: Callable[[int, date, int | None], S]
) -> S:
    """Keep the next version, made of its number, its first day, and the version that holds until
    then. It starts today, or tomorrow where today belongs to another.
    """
    for _ in range(_TRIES):
        stored = repository.present()
        if stored and stored.is_own:
            return stored.saved  # This request, sent again.
        before = stored.saved if stored else None
        held = version_held(before, today)
        starts_on = today if held is None else today + timedelta(days=1)
        saved = make(before.version + 1 if before else 1, starts_on, held)
        try:
            repository.replace(before, saved)
        except PlanChanged:
            continue
        return saved
    raise PlanChanged("The plan is being replaced; try again.")


def keep_first[S: Saved](
    repository: Versions[S], today: date, make: Callable[[int, date, int | None], S]
) -> None:
    """Keep a first version from today on, unless there is or was any."""
    if repository.present() is not None:
        return
    with suppress(PlanChanged):
        repository.replace(None, make(1, today, None))


def require_present[S: Saved](repository: Versions[S]) -> S:
    """The present version; raises NotFound where there is none."""
    stored = repository.present()
    if stored is None or stored.saved.ended_at:
        raise NotFound
    return stored.saved


def end_present[S: Saved](repository: Versions[S], now: datetime) -> None:
    """Have no plan any more; raises NotFound where there is none."""
    stored = repository.present()
    if stored is None:
        raise NotFound
    if not (stored.saved.ended_at and stored.is_own):
        repository.end(stored.saved, now)
