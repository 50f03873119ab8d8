"""Layers that join any folium.Map: zones, incidents, the doubt of their places, and the ground under them.

    drawn = folium.Map()
    ZoneLayer(zones).add_to(drawn)
    IncidentLayer(incidents, verdicts).add_to(drawn)
    drawn.save("online.html")                 # folium's own page, which loads Leaflet and tiles from the network
    geo.maps.offline(drawn, "offline.html")   # the page of `geo.draw`: one file that loads nothing

Each is safe by construction: what it shows is data that no template sees, and a browser puts it on screen as text.
All the layers of one map are drawn together, from one document; a page holds one such map.

layer     the layers, and how those of one map become one document
verbatim  text that no template sees
"""

from geo.maps.layers.layer import Basemap, DoubtLayer, IncidentLayer, Layer, ZoneLayer

__all__ = ["Basemap", "DoubtLayer", "IncidentLayer", "Layer", "ZoneLayer"]
