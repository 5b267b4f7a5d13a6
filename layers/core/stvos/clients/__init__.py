"""Clients, the brands that are the tenants, and the API keys that lead to them."""
