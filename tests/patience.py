"""Hypothesis without deadlines: a busy machine is no defect of what is tested.

Loaded where properties are tested and nowhere else: it takes a third of a second.
"""

import hypothesis

hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")
