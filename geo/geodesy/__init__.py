"""Numbers in, numbers out: exact distances, discs and outlines on the WGS 84 ellipsoid."""

from geo.geodesy.ellipsoid import GEOD, azimuth_deg, destination, distance_m

__all__ = ["GEOD", "azimuth_deg", "destination", "distance_m"]
