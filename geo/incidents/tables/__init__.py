"""Tables of incidents into INCIDENTS: anybody's own, or those that ACLED, UCDP, GDELT, GTD and Airwars publish.

read       a table from end to end
columns    what the headings mean
layouts    the tables that others publish
table      the rows, what is wrong with single cells
dates      when: days, intervals, codes of how exact a day is
places     where: coordinates, codes, outlines or words
positions  a pair of cells as a position
projected  metres east and north as degrees
codings    precision codes and outlines
features   tables that carry geometry
swaps      latitude and longitude the wrong way round, told by the country
earlier    tables that an earlier run wrote
"""
