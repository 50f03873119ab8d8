"""All targets, in the order of a run."""

from tests.fuzz import containment, files, parsers

TARGETS = (*parsers.TARGETS, *files.TARGETS, *containment.TARGETS)
