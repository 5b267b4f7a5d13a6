"""Billing: what a partner owes for a month, frozen once, stored, mailed, and never edited."""
