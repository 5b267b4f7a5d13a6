"""Authorizer of routes for signed-in members and trainers (U, T)."""

from stvos.accounts.authorizers import authorizer, member_context

handler = authorizer(member_context)
