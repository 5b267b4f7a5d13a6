"""One member's trip through one brand's app: who they are, and what the steps hand on."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from tests.end_to_end.api import Api, until
from tests.end_to_end.brand import Brand
from tests.end_to_end.conftest import LaptopStack

CODE = re.compile(r"^ +([0-9A-Z]{6}|[0-9A-Z]{10})\s*$", re.MULTILINE)
PASSWORD = "correct horse battery"
NEW_PASSWORD = "another staple entirely"

type Step = Callable[["Trip"], None]


@dataclass
class Trip:
    """`app` is the API with the app's key, `member` the same signed in. `universal`: the key is
    of no brand, so that answers name the brand they are for.
    """

    stack: LaptopStack
    brand: Brand
    app: Api
    address: str
    name: str
    zone: str
    universal: bool = False
    member: Api = field(init=False, repr=False)
    user_id: int = field(init=False, repr=False)
    completed: int = field(init=False, repr=False)
    begun: int = field(init=False, repr=False)
    export: str = field(init=False, repr=False)
    tablet: tuple[str, str] = field(init=False, repr=False)

    def take(self, journey: list[Step]) -> None:
        """One step after the other; a failure says in which."""
        for step in journey:
            try:
                step(self)
            except BaseException as failure:
                failure.add_note(f"{self.brand.vocabulary.name}: {step.__name__}")
                raise

    def sign_in(self, password: str) -> dict[str, Any]:
        """The answer to a sign-in, which names the brand."""
        answer = self.app.post("/auth/login", {"email": self.address, "password": password})
        self.expect_brand(answer.data)
        return dict(answer.data)

    def expect_brand(self, signed_in: dict[str, Any]) -> None:
        assert signed_in["client"]["id"] == self.brand.client_id
        assert signed_in["client"]["name"] == self.brand.vocabulary.name

    @property
    def names(self) -> set[str]:
        """What nobody of another brand may come to see."""
        return self.brand.names | {self.address, self.name}


def mails_to(stack: LaptopStack, address: str) -> Iterator[EmailMessage]:
    for path in sorted(stack.mail.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if address in str(message["To"]):
            yield message


def code_for(stack: LaptopStack, address: str, subject: str) -> str:
    """The code of the newest mail to an address whose subject has this word: six digits, or the ten
    letters and digits of an invitation.
    """

    def newest() -> str | None:
        texts = [
            message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
            for message in mails_to(stack, address)
            if subject in str(message["Subject"]).lower()
        ]
        found = CODE.findall(texts[-1]) if texts else []
        return found[0] if found else None

    return str(until(newest))


def sign_up(app: Api, address: str, **more: Any) -> tuple[Api, dict[str, Any]]:
    """A new member, and the answer to their registration."""
    body = {"email": address, "password": PASSWORD, "name": "Ada", **more}
    data = app.post("/auth/register", body).data
    return app.signed_in(data["accessToken"]), data
