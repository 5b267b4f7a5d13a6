"""sTvOS: a multi-tenant backend for fitness brands."""
