"""Makes hashing passwords affordable: at the product's cost, 35 ms, it is a sixth of the tests.

The product's own parameters are held by tests/unit/accounts/test_passwords.py, and used by
tests/end_to_end.
"""

from argon2 import PasswordHasher

from stvos.identity import passwords

OF_THE_PRODUCT = {name: getattr(passwords, name) for name in ("_hasher", "_DECOY")}


def install() -> None:
    """Use the least that argon2 can do, in this process. Stored hashes say their own cost."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._DECOY = passwords._hasher.hash("nobody's")
