"""Asking a language model: within a deadline and a budget, and believing only what holds."""
