"""What the journeys share: sign-up, and the codes in the mails."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from tests.end_to_end.brand import Api, until
from tests.end_to_end.conftest import LaptopStack

PASSWORD = "correct horse battery"
NEW_PASSWORD = "another staple entirely"


def mails_to(stack: LaptopStack, address: str) -> Iterator[EmailMessage]:
    for path in sorted(stack.mail.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if address in str(message["To"]):
            yield message


def code_for(stack: LaptopStack, address: str, subject: str) -> str:
    """The six digits of the newest mail to an address whose subject has this word."""

    def newest() -> str | None:
        texts = [
            message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
            for message in mails_to(stack, address)
            if subject in str(message["Subject"]).lower()
        ]
        found = re.findall(r"\b\d{6}\b", texts[-1]) if texts else []
        return found[0] if found else None

    return str(until(newest))


def sign_up(app: Api, address: str, **more: Any) -> tuple[Api, dict[str, Any]]:
    body = {"email": address, "password": PASSWORD, "name": "Ada", **more}
    data = app.post("/auth/register", body).data
    return app.signed_in(data["accessToken"]), data


def names(answer: Any) -> list[str]:
    return [item["name"] for item in answer["items"]]
