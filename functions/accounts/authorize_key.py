"""Authorizer of routes that need a client's key (K)."""

from stvos.accounts.authorizers import authorizer, key_context

handler = authorizer(key_context)
