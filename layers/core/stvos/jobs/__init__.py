"""Background work: where the stream's changes go, and what every worker needs."""
