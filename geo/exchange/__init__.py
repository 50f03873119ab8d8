"""Interchange: the codes and terms in which others write how exact a place is; read on import, written on export.

codes        UCDP where_prec, ACLED geo_precision and others: what each becomes
coded        rows with a code or an outline -> locations
divisions    the provinces and countries that a code speaks of, as areas
outline      footprintWKT as a polygon, or the reason why it is none
pointradius  the uncertainty radius of the point-radius standard
radius       which radius stands beside a point, and by which method it was had
darwincore   Darwin Core's terms and both codes for every location
"""

from geo.exchange.coded import WORKING, locate_coded
from geo.exchange.codes import Code, coarser, codes, read_code
from geo.exchange.darwincore import darwin_core, with_codes, with_interchange
from geo.exchange.divisions import Gazetteer
from geo.exchange.pointradius import point_radius_m

__all__ = [
    "WORKING",
    "Code",
    "Gazetteer",
    "coarser",
    "codes",
    "darwin_core",
    "locate_coded",
    "point_radius_m",
    "read_code",
    "with_codes",
    "with_interchange",
]
