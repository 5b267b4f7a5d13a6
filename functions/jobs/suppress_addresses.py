"""Queue of SES's reports: mail a brand's bounced and complaining addresses no more."""

from typing import Any

from stvos.mailing.feedback import MailFeedback


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return MailFeedback.of_stack().work(event["Records"])
