"""Authorizer of the operator's routes (A)."""

from stvos.accounts.authorizers import authorizer, operator_context

handler = authorizer(operator_context)
