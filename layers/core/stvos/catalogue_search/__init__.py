"""The catalogue as members find it: an index in S3 and what is asked of it."""
