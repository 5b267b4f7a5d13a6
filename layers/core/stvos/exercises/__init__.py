"""The exercise library: data under version control, the same for every client."""
