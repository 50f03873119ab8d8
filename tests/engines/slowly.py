"""A batch function that workers of a cluster can import."""

import time
from collections import Counter

import numpy as np
import pyarrow as pa

from geo.engines.job import Result


class Slowly:
    """Doubles a column, and takes its time."""

    columns = ("n",)
    writing: dict = {}  # noqa: RUF012

    def __call__(self, batch, first_row):
        time.sleep(0.2)
        n = batch.column(0).to_numpy()
        counts = Counter({("n", "even"): int((n % 2 == 0).sum())})
        return Result(pa.table({"row": first_row + np.arange(n.size), "n": 2 * n}), counts)
