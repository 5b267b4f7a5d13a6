"""Outside systems, each behind a small interface of ours."""
