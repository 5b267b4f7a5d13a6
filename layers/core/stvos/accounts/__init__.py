"""Accounts: signing up and in, refresh families, mail codes, the authorizers."""
