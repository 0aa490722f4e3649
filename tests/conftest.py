"""What holds for all tests."""

from hypothesis import settings

# How long an example takes depends on the machine and on what else runs there; nothing is timed in a test.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
