"""The usage plans' token buckets."""

from local.throttle import Plan, Throttle

TRIAL = Plan("trial", rate=1.67, burst=20)
STANDARD = Plan("standard", rate=1000, burst=2000)


class HandClock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def taken(throttle: Throttle, key: str, plan: Plan, tries: int) -> int:
    return sum(throttle.wait_for(key, plan) == 0 for _ in range(tries))


def test_a_trial_key_gets_twenty_at_once_and_then_waits() -> None:
    throttle = Throttle(HandClock())
    assert taken(throttle, "k", TRIAL, 50) == 20
    assert throttle.wait_for("k", TRIAL) == 1


def test_a_trial_key_gets_a_hundred_in_the_minute_after_its_burst() -> None:
    clock = HandClock()
    throttle = Throttle(clock)
    taken(throttle, "k", TRIAL, 20)
    served = 0
    for _ in range(600):
        clock.now += 0.1
        served += taken(throttle, "k", TRIAL, 1)
    assert served in {99, 100}


def test_waiting_as_long_as_told_is_enough() -> None:
    clock = HandClock()
    slow = Plan("slow", rate=0.25, burst=1)
    throttle = Throttle(clock)
    assert throttle.wait_for("k", slow) == 0
    wait = throttle.wait_for("k", slow)
    assert wait == 4
    clock.now += wait
    assert throttle.wait_for("k", slow) == 0


def test_a_rest_fills_the_bucket_no_higher_than_the_burst() -> None:
    clock = HandClock()
    throttle = Throttle(clock)
    taken(throttle, "k", TRIAL, 20)
    clock.now += 3600
    assert taken(throttle, "k", TRIAL, 50) == 20


def test_keys_do_not_take_from_each_other() -> None:
    throttle = Throttle(HandClock())
    taken(throttle, "one", TRIAL, 20)
    assert throttle.wait_for("one", TRIAL) > 0
    assert throttle.wait_for("other", TRIAL) == 0


def test_a_key_moved_to_another_plan_has_that_plans_limits() -> None:
    throttle = Throttle(HandClock())
    taken(throttle, "k", TRIAL, 21)
    assert taken(throttle, "k", STANDARD, 2500) == 2000
