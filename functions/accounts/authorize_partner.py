"""Authorizer of routes for a partner's staff (P)."""

from stvos.accounts.authorizers import authorizer, partner_context

handler = authorizer(partner_context)
