"""Very large tables of points against zones: record batches of Parquet files in, CONTAINMENT in Arrow columns out.

The rows are read as `incidents.read_table` reads them and decided as `zones.contain` decides; what only single rows can
say (places in words, precision codes, outlines, statements on a zone) is refused here, not passed over.

check     a run over files, on an engine
points    the batch function: what a run does to one batch
reading   a batch as points
rows      verdicts as rows
"""

from geo.batches.check import check_parts
from geo.batches.points import PointCheck, point_check

__all__ = ["PointCheck", "check_parts", "point_check"]
