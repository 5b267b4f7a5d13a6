"""Authorizer of routes where the key is optional (K?); never cached."""

from stvos.accounts.authorizers import authorizer, optional_key_context

handler = authorizer(optional_key_context)
