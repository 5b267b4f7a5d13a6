"""Queues and the workers behind them."""
