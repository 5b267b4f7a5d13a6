"""Ids, tokens and codes."""

from datetime import UTC, datetime, timedelta

from stvos.clock import standing
from stvos.ids import (
    MAX_ID,
    fingerprint,
    id_at,
    new_code,
    new_digits,
    new_id,
    new_ids,
    new_token,
    random_bytes,
    seeded,
)

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def test_ids_rise_and_never_repeat() -> None:
    ids = [new_id() for _ in range(500)] + new_ids(500) + [new_id()]

    assert ids == sorted(set(ids))
    assert all(0 < number <= MAX_ID for number in ids)


def test_ids_of_a_later_moment_are_larger() -> None:
    assert id_at(NOW, 2**13 - 1) < id_at(NOW + timedelta(milliseconds=1))
    assert id_at(datetime(2058, 1, 1, tzinfo=UTC)) <= MAX_ID


def test_the_same_seed_gives_the_same_ids_and_secrets_in_the_same_order() -> None:
    def made() -> list[object]:
        with standing(NOW), seeded(b"seed"):
            return [new_id(), new_token(), new_digits(), new_ids(3), new_code(8), new_id()]

    assert made() == made()
    with standing(NOW), seeded(b"other"):
        assert new_token() != made()[1]


def test_seeded_ids_rise_as_well() -> None:
    with standing(NOW), seeded(b"seed"):
        ids = [new_id() for _ in range(50)]

    assert ids == sorted(set(ids))


def test_without_a_seed_nothing_repeats() -> None:
    assert random_bytes(16) != random_bytes(16)
    assert new_token() != new_token()


def test_codes_have_the_signs_that_people_can_tell_apart() -> None:
    code = "".join(new_code(12) for _ in range(100))

    assert not set(code) & set("ILOU01")
    assert all(len(new_digits()) == 6 and new_digits().isdigit() for _ in range(100))


def test_parts_of_a_fingerprint_do_not_run_together() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert len(fingerprint("a")) == 64
