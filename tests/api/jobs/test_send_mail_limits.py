"""More mails than SES takes: none is lost, and none uses up its tries."""

from datetime import datetime, timedelta
from functools import partial
from itertools import repeat
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jobs import send_mail
from stvos.clock import utc_now
from stvos.mailing.delivery import MailDelivery
from stvos.providers.mailer import SesMailer
from stvos.queues.queues import QueueName
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.post import DONE, Outgoing, event_of, failing, mail_of, metrics_of
from tests.world import World


class LimitedSes:
    """SES that answers with these codes, then takes mails."""

    def __init__(self, codes: Any) -> None:
        self._codes = iter(codes)
        self.calls: list[dict[str, Any]] = []

    def send_email(self, **call: Any) -> dict[str, str]:
        self.calls.append(call)
        if code := next(self._codes, None):
            raise ClientError({"Error": {"Code": code, "Message": "no"}}, "SendEmail")
        return {"MessageId": "1"}


class Later:
    """A queue that keeps what it is asked to hand out later."""

    def __init__(self, asked: list[tuple[str, int]]) -> None:
        self._asked = asked

    def send_later(self, queue: QueueName, body: str, seconds: int) -> None:
        self._asked.append((body, seconds))


def in_hours(hours: int) -> datetime:
    return utc_now() + timedelta(hours=hours)


def limited(monkeypatch: pytest.MonkeyPatch, codes: Any) -> tuple[LimitedSes, list[float]]:
    ses, pauses = LimitedSes(codes), list[float]()
    mailer = SesMailer(ses, "MailEvents", pauses.append)  # type: ignore[arg-type]
    monkeypatch.setattr(SesMailer, "of_stack", lambda: mailer)
    return ses, pauses


def test_a_mail_that_is_too_fast_waits_and_goes_out(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    ses, pauses = limited(monkeypatch, ["TooManyRequestsException"] * 3)

    assert send_mail.handler(event_of(mail_of(world)), None) == DONE

    assert (len(ses.calls), len(pauses)) == (4, 3)
    assert queues.take(QueueName.MAIL) == []
    assert ses.calls[-1]["ConfigurationSetName"] == "MailEvents"
    assert ses.calls[-1]["EmailTags"] == [{"Name": "client", "Value": str(world.client.id)}]


@pytest.mark.parametrize(
    "code", ["TooManyRequestsException", "LimitExceededException", "SendingPausedException"]
)
def test_a_day_of_refusals_uses_up_no_tries_and_the_mail_goes_out_once(
    world: World,
    ses: Outgoing,
    queues: TestQueues,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: str,
) -> None:
    asked: list[tuple[str, int]] = []
    body = mail_of(world, template="account_deleted")
    with monkeypatch.context() as patched:
        _, pauses = limited(patched, repeat(code))
        send = MailDelivery.of_stack()
        send._queues = Later(asked)
        for hour in range(24):
            send._claims._now = partial(in_hours, hour)
            patched.setattr(MailDelivery, "of_stack", lambda: send)
            assert send_mail.handler(event_of(body), None) == DONE
            assert sum(pauses) < 24 * 8
    assert len(asked) == 24
    assert all(300 <= seconds <= 900 for _, seconds in asked)
    assert len([m for m in metrics_of(capsys.readouterr().out) if "MailPutOff" in m]) == 24

    day_later = MailDelivery.of_stack()
    day_later._claims._now = partial(in_hours, 25)
    monkeypatch.setattr(MailDelivery, "of_stack", lambda: day_later)
    again = event_of(body)
    again["Records"][0]["body"] = asked[-1][0]
    assert send_mail.handler(again, None) == DONE
    assert send_mail.handler(again, None) == DONE
    assert len(ses.mails) == 1


def test_what_is_put_off_is_a_message_of_the_mail_queue(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, repeat("SendingPausedException"))
    monkeypatch.setattr("stvos.mailing.delivery._PUT_OFF_SECONDS", (0, 0))
    body = mail_of(world)

    assert send_mail.handler(event_of(body), None) == DONE

    assert queues.take(QueueName.MAIL) == [body]


def test_a_mail_that_ses_refuses_for_itself_is_tried_again_by_the_queue(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    ses, pauses = limited(monkeypatch, repeat("MessageRejected"))

    assert send_mail.handler(event_of(mail_of(world)), None) == failing("sqs-0")

    assert (len(ses.calls), pauses) == (1, [])
    assert queues.take(QueueName.MAIL) == []
