"""One-to-one sessions that members book with trainers."""
