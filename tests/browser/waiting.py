"""Waiting for what a page does by itself."""

import time


def wait(check, seconds=5.0):
    """What `check` finds, as soon as that is something; what it found last when the seconds are over."""
    deadline = time.monotonic() + seconds
    while not (found := check()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found
