"""Health, app configuration, the API reference."""
