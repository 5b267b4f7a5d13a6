"""What the deployment configures, read from the environment at first use."""

import os
from dataclasses import dataclass
from functools import lru_cache

VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Settings:
    """Names of this stack's resources and the deployer's choices.

    `mail_events`: the configuration set by which SES reports bounces and complaints; empty: none.
    `pictures`: the address that uploaded pictures are below; empty: this API's, as it was called.
    `counting_delay`: seconds that the queue of what is to be counted holds a message back.
    """

    stage: str
    table: str
    bucket: str
    signing_secret: str
    admin_secret: str
    usage_plans: str
    cors_origins: tuple[str, ...]
    mail_sender: str
    mail_events: str
    app_url: str
    pictures: str
    counting_delay: int


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` after a change, in tests."""
    env = os.environ
    return Settings(
        stage=env.get("STVOS_STAGE", "local"),
        table=env["STVOS_TABLE"],
        bucket=env["STVOS_BUCKET"],
        signing_secret=env["STVOS_SIGNING_SECRET"],
        admin_secret=env["STVOS_ADMIN_SECRET"],
        usage_plans=env.get("STVOS_USAGE_PLANS", ""),
        cors_origins=tuple(o.strip() for o in env.get("STVOS_CORS_ORIGINS", "*").split(",") if o),
        mail_sender=env.get("STVOS_MAIL_SENDER", ""),
        mail_events=env.get("STVOS_MAIL_EVENTS", ""),
        app_url=env.get("STVOS_APP_URL", ""),
        pictures=env.get("STVOS_PICTURES", ""),
        counting_delay=int(env.get("STVOS_COUNTING_DELAY", "75")),
    )
