"""Texts that are nearly right: the words of each grammar in any order, with what people and programs put between."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

NUMBERS: Final = [
    "0",
    "1",
    "2",
    "6",
    "12",
    "31",
    "34",
    "59",
    "60",
    "99",
    "1000",
    "1,500",
    "3,5",
    "7.5",
    "1/2",
    "1/0",
    "½",
    "007",
    "-1",
    "1e5",
    "9999",
    "2017",
    "1982",
    "0000",
    "٣",
    "99999999999",
]
UNITS: Final = ["mi", "miles", "nmi", "NM", "nm", "km", "kms", "m", "metres", "yd", "ft", "feet", "K", "%", "°"]
LOCALITY: Final = [
    *["near", "at", "in", "off", "from", "of", "to", "the", "and", "&", "-", "/", "(", ")", ",", ";", ":", ".",
    "between", "within", "about", "around", "just", "north", "NE", "NNW", "south-east"],
    *["northern", "town", "city", "base", "garrison", "border", "coast", "road", "zone", "outskirts", "At", "Tanf",
    "Latakia", "Raqqa", "Homs", "Syria", "Iraq"],
    "de-confliction zone", "halfway between", "a few hundred", "inside the", "on the road from", "W & SW of",
    "335 degs",
    "outside of", "the town of", "\u00e2\u20ac", "\ufffd", "'", '"',
]  # fmt: skip
DATES: Final = [
    *["Jan", "January", "mar", "Sept", "June", "8th", "1st", "31", "30", "29", "2017", "2016", "1999", "'17", "99",
    "06", "08", "2017-06-08", "20170608", "9999-12-31", "1000"],
    *["-", "/", ".", ",", "to", "until", "–", "of", "T", "Z", "UTC", "GMT", "EST", "local", "+03:00", "-14:00",
    "18:43", "24:00", "00:00", "25:61", "0400Z", "4", "pm", "a.m.", "noon"],
    "Tuesday", "midnight", "about", "before", "after", "between", "and", "0001-01-01", "local time",
]  # fmt: skip
ANGLES: Final = [
    *[
        "N",
        "S",
        "E",
        "W",
        "33",
        "33.5",
        "38.6",
        "33,4855",
        "180",
        "90",
        "-90",
        "181",
        "0",
        "0.0",
        "51",
        "40",
        "59",
        "30",
        "60",
        "00",
        "514000S0593000W",
        "37S",
        "FT",
        "55000",
        "37",
        "north",
    ],
    *[
        "°",
        "'",
        '"',
        ",",
        ";",
        "/",
        "-",
        "+",
        "deg",
        "degrees",
        "D",
        "M",
        "˚",
        "″",
        "UTM",
        "MGRS:",
        "zone",
        "655000",
        "3708000",
        "37SFT5500008000",
        "4QFJ",
        "12345",
        "nan",
        "inf",
        "1e400",
    ],
]
HOURS: Final = [
    *[
        "08:00-19:00",
        "daily",
        "Mon-Fri",
        "Sat",
        "weekdays",
        "weekends",
        "every",
        "day",
        "22:00",
        "05:00",
        "24:00",
        "00:00",
        "-",
        "–",
        "to",
        "till",
        ";",
        ",",
        "GMT",
        "+02:00",
    ],
    *["Z", "local", "sun-mon", "and", "on", "from", "8", "am", "9pm", "0800", "noon", "sunrise", "25:00"],
]
CONDITIONS: Final = [
    *["platform:", "altitude:", "party:", "drone", "drones", "helicopter", "aircraft", "ship", ";", ",", "and",
    "below", "above", "under", "at", "least", "<=", ">", "-"],
    "Argentine forces", "3000 ft", "500-3000 m", "the army", "1/0 m", "platform", ":",
]  # fmt: skip
TRACK: Final = [
    "1982-05-02T19:00Z", "1982-05-02T19:00Z 55.40 S 61.53 W;", "1982-05-03T07:00+03:00", "55.40 S", "61.53 W", ";",
    "\n", ",",
    "33.5, 38.6", "9999-12-31 24:00Z", "0001-01-01T00:00+14:00 10, 10", "9999-12-31T23:59-14:00 10, 10", "[", "]",
    '[{"time": "1982-05-02T19:00Z", "lon": 1, "lat": 2}]', '[{"time": 1, "lon": 1, "lat": null}]', "[1]", "[[]]",
    '[{"time": "1982-05-02T19:00Z", "lon": 1e999, "lat": 2}]', f'[{{"time": "", "lon": {"9" * 400}, "lat": 2}}]',
]  # fmt: skip
COURSES: Final = [
    "LINESTRING", "POLYGON", "MULTIPOLYGON", "POINT", "EMPTY", "Z", "SRID=4326;", "SRID=99;", "((", "))", "(", ")",
    ",", "Syria",
    "GEOMETRYCOLLECTION", "CURVEPOLYGON", "38 33", "39 34", "39 33", "38 33.5", "180 0", "-180 89.9", "0 90",
    "nan nan", "1e999 0",
    "POLYGON ((38 33, 39 33, 39 34, 38 34, 38 33))", "LINESTRING (38 33, 39 34)", "0103000000", "200 100", "179 10",
    "-179 12",
    '{"type": "Polygon", "coordinates": [[[38,33],[39,33],[39,34],[38,33]]]}', '{"type": "Point"}',
    '{"type": "LineString", '
    '"coordinates": [[0, "x"], []]}',
]  # fmt: skip
HEADER: Final = [
    "---", "---\n", "title: ", "published: ", "2017-06-08", "June 2017", "id:", "url: http://x",
    "publishd: 2017-06-08", "\n", ":",
    "a", " ", "\t", "key value", '"quoted"', "'", "retrieved: yesterday", "\r\n", "body of the text", "- -", "\ufeff",
    "id: ../x",
]  # fmt: skip
NOISE: Final = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["\x00", "\x1b[31m", "\u202e", "\u2028", "\ud7ff", "İ", "ß", "ſ", "ﬁ", "٣", "²", "Ⅷ", "\U0001f6a9", "\xa0"]
    ),
)


def sentences(words: list[str], *, most: int = 14) -> st.SearchStrategy[str]:
    """Words of one grammar, its numbers and some noise, joined by whatever people join them with."""
    one = st.one_of(st.sampled_from(words), st.sampled_from(words), st.sampled_from(NUMBERS + UNITS), NOISE)
    joints = st.sampled_from([" ", " ", " ", "", "  ", "\n", "-", ","])
    return st.builds("".join, st.lists(st.builds(str.__add__, one, joints), max_size=most))
