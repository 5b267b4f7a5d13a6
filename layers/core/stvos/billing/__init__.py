"""Billing: a partner's monthly report, made once, stored, mailed, and never changed."""
