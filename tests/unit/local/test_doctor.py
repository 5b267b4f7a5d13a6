"""What a deployment lacks, said before anything is built."""

from typing import Any

import pytest

from local.doctor import problems, settings_of

HERE = {"AWS_REGION": "eu-west-1"}
PROD: dict[str, Any] = {
    "parameters": {
        "Stage": "prod",
        "CorsOrigins": "https://app.brand.test",
        "MailSender": "hello@brand.test",
        "AlarmMail": "oncall@brand.test",
    }
}


def missing(
    settings: dict[str, Any], environment: dict[str, str], *, has_credentials: bool = True
) -> list[str]:
    return list(problems(settings, environment, has_credentials=has_credentials))


def prod(**parameters: str) -> dict[str, Any]:
    return {"parameters": PROD["parameters"] | parameters}


def test_a_prepared_deployment_lacks_nothing() -> None:
    assert missing(PROD, HERE) == []
    assert missing(PROD | {"region": "eu-west-1"}, {}) == []
    assert missing({"parameters": {"Stage": "dev"}}, {"AWS_DEFAULT_REGION": "eu-west-1"}) == []


def test_region_and_credentials_are_asked_for() -> None:
    region, credentials = missing(PROD, {}, has_credentials=False)

    assert "region" in region
    assert "credentials" in credentials


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MailSender", "no-reply@example.com"),
        ("MailSender", "no-reply@mail.example.org"),
        ("MailSender", "no-reply@brand.example"),
        ("CorsOrigins", "https://app.example.com"),
        ("CorsOrigins", "*"),
        ("AlarmMail", ""),
        ("AlarmMail", "oncall@example.com"),
    ],
)
def test_prod_refuses_placeholders(name: str, value: str) -> None:
    [sentence] = missing(prod(**{name: value}), HERE)

    assert sentence.startswith(name)


def test_a_domain_needs_its_certificate() -> None:
    [sentence] = missing(prod(DomainName="api.brand.test"), HERE)

    assert "CertificateArn" in sentence


def test_the_shipped_settings_refuse_to_go_to_prod() -> None:
    assert len(missing(settings_of("prod"), HERE)) == 3
    assert missing(settings_of("dev"), HERE) == []
