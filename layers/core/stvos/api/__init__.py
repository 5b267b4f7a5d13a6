"""The HTTP edge: one way into every endpoint."""
