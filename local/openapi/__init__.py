"""The OpenAPI document and the API reference page, made from what the endpoints declare."""
