"""Authorizer of routes that need a client's key (K), which a voice agent's token stands for."""

from stvos.accounts.authorizers import authorizer, key_or_agent_context

handler = authorizer(key_or_agent_context)
