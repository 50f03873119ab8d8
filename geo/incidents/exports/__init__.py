"""Incidents and verdicts into files that others open: text, spreadsheets, GIS layers.

write    a table in any format
gis      GeoPackage, FlatGeobuf, GeoParquet, XLSX through GDAL
kml      KML
layers   what a GeoPackage holds
styles   how QGIS draws it
rfc7946  GeoJSON's shapes
cells    values as formats know them
"""
