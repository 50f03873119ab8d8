import numpy as np

from geo.geodesy import GEOD, destination
from geo.geodesy.pieces import Pieces, longest_chord_m, longest_m, space


def anywhere(rng, count):
    return rng.uniform(-180.0, 180.0, count), np.degrees(np.arcsin(rng.uniform(-1.0, 1.0, count)))


def test_chords_bound_geodesics():
    rng = np.random.default_rng(7)
    lon, lat = anywhere(rng, 20_000)
    x, y = anywhere(rng, 20_000)
    # as many near each other, and near each other's antipodes
    near = destination(lon, lat, rng.uniform(0.0, 360.0, 20_000), 10.0 ** rng.uniform(-1.0, 7.0, 20_000))
    far = destination(lon + 180.0, -lat, rng.uniform(0.0, 360.0, 20_000), 10.0 ** rng.uniform(-1.0, 6.0, 20_000))
    for x2, y2 in ((x, y), near, far):
        metres = np.asarray(GEOD.inv(lon.copy(), lat.copy(), np.array(x2), np.array(y2))[2])
        chord = np.linalg.norm(space(lon, lat) - space(x2, y2), axis=1)
        assert np.all(longest_m(chord) >= metres)
        assert np.all(longest_chord_m(metres) >= chord - 1e-6)


def test_points_in_space_lie_on_the_ellipsoid():
    lon, lat = anywhere(np.random.default_rng(1), 1000)
    x, y, z = space(lon, lat).T
    np.testing.assert_allclose((x**2 + y**2) / GEOD.a**2 + z**2 / GEOD.b**2, 1.0, rtol=1e-12)


def test_pieces_lie_on_their_edges_and_are_short():
    starts, ends = np.array([(0.0, 60.0), (10.0, 89.0)]), np.array([(20.0, 60.0), (200.0, 89.9)])
    for geodesic in (True, False):
        pieces = Pieces(starts, ends, geodesic=geodesic)
        rows = np.arange(len(pieces.edge))
        first, last = (np.column_stack(pieces.at(rows, np.full(len(rows), t))[:2]) for t in (0.0, 1.0))
        same = pieces.edge[1:] == pieces.edge[:-1]
        np.testing.assert_allclose(space(*last[:-1][same].T), space(*first[1:][same].T), rtol=0.0, atol=1e-4)
        assert np.linalg.norm(space(*last.T) - space(*first.T), axis=1).max() <= 20_000.0
        for edge, (start, end) in enumerate(zip(starts, ends, strict=True)):
            mine = np.flatnonzero(pieces.edge == edge)
            np.testing.assert_allclose(space(*first[mine[0]]), space(*start), rtol=0.0, atol=1e-4)
            np.testing.assert_allclose(space(*last[mine[-1]]), space(*end), rtol=0.0, atol=1e-4)
