"""sTvOS: a multi-tenant backend for fitness brands."""

import gc

# What a start makes (modules, models, botocore's service descriptions) lives as long as the
# process: a collector that looks through it a hundred times on the way finds nothing (0008).
gc.set_threshold(200_000)
