"""Unit tests, many of them of properties."""

import tests.patience  # noqa: F401
