"""One hundred and fifty wordings and more, as reporters and logs have them, with the clause that each must give."""

from __future__ import annotations

import pytest

from geo.localities import read_locality

KM, M, MI, NM, YD, FT = 1000.0, 1.0, 1609.344, 1852.0, 0.9144, 0.3048

OFFSETS = [
    # units in every spelling
    ("12 miles north of Sarmin", 12 * MI, 0, "Sarmin"),
    ("12 mi north of Sarmin", 12 * MI, 0, "Sarmin"),
    ("12 mi. N of Sarmin", 12 * MI, 0, "Sarmin"),
    ("12-mile north of Sarmin", 12 * MI, 0, "Sarmin"),
    ("1 mile east of Sarmin", MI, 90, "Sarmin"),
    ("12 statute miles north of Sarmin", 12 * MI, 0, "Sarmin"),
    ("12 nautical miles north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 nautical-miles north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 NM north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12nm north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 n.m. north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 nmi north of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 Nm North of Sarmin", 12 * NM, 0, "Sarmin"),
    ("12 kilometers north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("12 kilometres north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("12 km north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("12km north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("12 kms north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("12 KM NORTH OF SARMIN", 12 * KM, 0, "SARMIN"),
    ("12 klicks north of Sarmin", 12 * KM, 0, "Sarmin"),
    ("3.4K South of Sarmin", 3.4 * KM, 180, "Sarmin"),
    ("800 metres north of Sarmin", 800 * M, 0, "Sarmin"),
    ("800 meters north of Sarmin", 800 * M, 0, "Sarmin"),
    ("800m north of Sarmin", 800 * M, 0, "Sarmin"),
    ("1,500 m north of Sarmin", 1500 * M, 0, "Sarmin"),
    ("500 yards north of Sarmin", 500 * YD, 0, "Sarmin"),
    ("500 yds north of Sarmin", 500 * YD, 0, "Sarmin"),
    ("300 feet west of Sarmin", 300 * FT, 270, "Sarmin"),
    ("300 ft west of Sarmin", 300 * FT, 270, "Sarmin"),
    ("2,5 km south of Sarmin", 2.5 * KM, 180, "Sarmin"),
    ("2.5 km south of Sarmin", 2.5 * KM, 180, "Sarmin"),
    # numbers in words, hedges, fractions
    ("ten kilometres east of Ariha", 10 * KM, 90, "Ariha"),
    ("twenty miles east of Ariha", 20 * MI, 90, "Ariha"),
    ("twenty-five miles east of Ariha", 25 * MI, 90, "Ariha"),
    ("forty two km east of Ariha", 42 * KM, 90, "Ariha"),
    ("a mile east of Ariha", MI, 90, "Ariha"),
    ("a mile and a half east of Ariha", 1.5 * MI, 90, "Ariha"),
    ("one and a half miles east of Ariha", 1.5 * MI, 90, "Ariha"),
    ("half a mile east of Ariha", 0.5 * MI, 90, "Ariha"),
    ("a half mile east of Ariha", 0.5 * MI, 90, "Ariha"),
    ("1½ miles east of Ariha", 1.5 * MI, 90, "Ariha"),
    ("1 1/2 miles east of Ariha", 1.5 * MI, 90, "Ariha"),
    ("1/2 mile east of Ariha", 0.5 * MI, 90, "Ariha"),
    ("a few hundred yards east of Ariha", 300 * YD, 90, "Ariha"),
    ("several hundred metres east of Ariha", 400 * M, 90, "Ariha"),
    ("a couple of miles east of Ariha", 2 * MI, 90, "Ariha"),
    ("a few kilometres east of Ariha", 3 * KM, 90, "Ariha"),
    ("a dozen miles east of Ariha", 12 * MI, 90, "Ariha"),
    ("two hundred metres east of Ariha", 200 * M, 90, "Ariha"),
    ("some 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("about 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("roughly 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("around 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("approx. 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("Approximately 30km East of Ariha", 30 * KM, 90, "Ariha"),
    ("~30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("just over 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    ("nearly 30 km east of Ariha", 30 * KM, 90, "Ariha"),
    # 8 and 16 points
    ("9 km N of Rutba", 9 * KM, 0, "Rutba"),
    ("9 km NNE of Rutba", 9 * KM, 22.5, "Rutba"),
    ("9 km NE of Rutba", 9 * KM, 45, "Rutba"),
    ("9 km N.E. of Rutba", 9 * KM, 45, "Rutba"),
    ("9 km N-E of Rutba", 9 * KM, 45, "Rutba"),
    ("9 km ENE of Rutba", 9 * KM, 67.5, "Rutba"),
    ("9 km E of Rutba", 9 * KM, 90, "Rutba"),
    ("9 km ESE of Rutba", 9 * KM, 112.5, "Rutba"),
    ("9 km SE of Rutba", 9 * KM, 135, "Rutba"),
    ("9 km SSE of Rutba", 9 * KM, 157.5, "Rutba"),
    ("9 km S of Rutba", 9 * KM, 180, "Rutba"),
    ("9 km SSW of Rutba", 9 * KM, 202.5, "Rutba"),
    ("9 km SW of Rutba", 9 * KM, 225, "Rutba"),
    ("9 km WSW of Rutba", 9 * KM, 247.5, "Rutba"),
    ("9 km W of Rutba", 9 * KM, 270, "Rutba"),
    ("9 km WNW of Rutba", 9 * KM, 292.5, "Rutba"),
    ("9 km NW of Rutba", 9 * KM, 315, "Rutba"),
    ("9 km NNW of Rutba", 9 * KM, 337.5, "Rutba"),
    ("9 km north-west of Rutba", 9 * KM, 315, "Rutba"),
    ("9 km northwest of Rutba", 9 * KM, 315, "Rutba"),
    ("9 km north west of Rutba", 9 * KM, 315, "Rutba"),
    ("9 km north western of Rutba", 9 * KM, 315, "Rutba"),
    ("9 km north-north-west of Rutba", 9 * KM, 337.5, "Rutba"),
    ("9 km north northwest of Rutba", 9 * KM, 337.5, "Rutba"),
    ("9 km due west of Rutba", 9 * KM, 270, "Rutba"),
    ("9 km to the west of Rutba", 9 * KM, 270, "Rutba"),
    ("9 km westwards of Rutba", 9 * KM, 270, "Rutba"),
    ("9 km to the north-east of the city of Rutba", 9 * KM, 45, "the city of Rutba"),
    # slips of real logs
    ("proximately 9 nm west of Rutba", 9 * NM, 270, "Rutba"),
    ("Approximatley 9nm west of Rutba", 9 * NM, 270, "Rutba"),
    ("9nm Noth of Rutba", 9 * NM, 0, "Rutba"),
    ("9nm Soutwest of Rutba", 9 * NM, 225, "Rutba"),
    ("9 NM NM west of Rutba", 9 * NM, 270, "Rutba"),
    ("9 nm nautical miles west of Rutba", 9 * NM, 270, "Rutba"),
    ("9 km km west of Rutba", 9 * KM, 270, "Rutba"),
    ("9 NM west of of Rutba", 9 * NM, 270, "Rutba"),
    ("9 NM  west  of  Rutba", 9 * NM, 270, "Rutba"),
    ("9NM WEST RUTBA", 9 * NM, 270, "RUTBA"),
    ("9 NM west of Tall \ufffdAfar", 9 * NM, 270, "Tall 'Afar"),
    ("9 NM west of Tall \u00e2\u20ac\u2122Afar", 9 * NM, 270, "Tall 'Afar"),
    ("9 NM west of Dayr az Zawr.", 9 * NM, 270, "Dayr az Zawr"),
    ("Strike 9 NM west of Rutba", 9 * NM, 270, "Rutba"),
    # ranges
    ("10-20 NM south of Rutba", 15 * NM, 180, "Rutba"),
    ("10 to 20 miles south of Rutba", 15 * MI, 180, "Rutba"),
    ("between five and ten km south of Rutba", 7.5 * KM, 180, "Rutba"),
    ("five or six miles south of Rutba", 5.5 * MI, 180, "Rutba"),
    ("Kirkuk, 10 km south of the city", 10 * KM, 180, "Kirkuk"),
    ("between 10 and 20 km south of Rutba", 15 * KM, 180, "Rutba"),
    ("10\u201320 km south of Rutba", 15 * KM, 180, "Rutba"),
]  # fmt: skip

FORMS = [
    ("about 24 miles from Rutba", "distance_from", "Rutba", ""),
    ("24 miles away from Rutba", "distance_from", "Rutba", ""),
    ("38 km off Bosaso", "distance_from", "Bosaso", "off"),
    ("38 km outside Rutba", "distance_from", "Rutba", ""),
    ("within 5 km of Rutba", "within", "Rutba", ""),
    ("less than 5 km from Rutba", "within", "Rutba", ""),
    ("near Rutba", "near", "Rutba", ""),
    ("close to Rutba", "near", "Rutba", ""),
    ("in the vicinity of Rutba", "near", "Rutba", ""),
    ("ivo Rutba", "near", "Rutba", ""),
    ("IVO RUTBA", "near", "RUTBA", ""),
    ("in the immediate vicinity of Rutba", "near", "Rutba", ""),
    ("not far from Rutba", "near", "Rutba", ""),
    ("nearby Rutba", "near", "Rutba", ""),
    ("a convoy near the town of Rutba", "near", "the town of Rutba", ""),
    ("just outside Rutba", "outskirts", "Rutba", ""),
    ("on the outskirts of Rutba", "outskirts", "Rutba", ""),
    ("in the suburbs of Damascus", "outskirts", "Damascus", ""),
    ("on the road between Rutba and Ramadi", "between", "Rutba", "Ramadi"),
    ("on the highway between Rutba and Ramadi", "between", "Rutba", "Ramadi"),
    ("between Rutba and Ramadi", "between", "Rutba", "Ramadi"),
    ("on the road from Rutba to Ramadi", "between", "Rutba", "Ramadi"),
    ("along the Rutba-Ramadi road", "between", "Rutba", "Ramadi"),
    ("on the Rutba-Ramadi highway", "between", "Rutba", "Ramadi"),
    ("halfway between Rutba and Ramadi", "between", "Rutba", "Ramadi"),
    ("along the border with Iraq", "border", "Iraq", ""),
    ("near the border with Iraq", "border", "Iraq", ""),
    ("near the Iraqi border", "border", "Iraq", ""),
    ("on the Syrian-Iraqi border", "border", "Syria", "Iraq"),
    ("the Syria-Jordan border", "border", "Syria", "Jordan"),
    ("at the border between Syria and Jordan", "border", "Syria", "Jordan"),
    ("along the Turkish frontier", "border", "Turkey", ""),
    ("10 km from the Jordanian border", "border", "Jordan", ""),
    ("10 km west of the Iraqi border", "border", "Iraq", ""),
    ("off the coast of Yemen", "off", "Yemen", ""),
    ("off the southern coast of Yemen", "off", "Yemen", "south"),
    ("off Yemen's southern coast", "off", "Yemen", "south"),
    ("off Bosaso", "off", "Bosaso", ""),
    ("12 km off the coast of Yemen", "distance_from", "Yemen", "off"),
    ("southern Syria", "part", "Syria", "south"),
    ("in western Iraq", "part", "Iraq", "west"),
    ("central Mali", "part", "Mali", "central"),
    ("southwestern Syria", "part", "Syria", "southwest"),
    ("in the far north of Mali", "part", "Mali", "far north"),
    ("in the south of Syria", "part", "Syria", "south"),
    ("Syria's south-east", "part", "Syria", "southeast"),
    ("the eastern edge of Deir ez-Zor", "part", "Deir ez-Zor", "east edge"),
    ("eastern Ghouta", "part", "Ghouta", "east"),
    ("the centre of Raqqa", "part", "Raqqa", "central"),
    ("downtown Raqqa", "part", "Raqqa", "central"),
    ("just inside the zone", "zone_relation", "the zone", "just inside"),
    ("just inside the deconfliction zone", "zone_relation", "the deconfliction zone", "just inside"),
    ("outside the exclusion zone", "zone_relation", "the exclusion zone", "outside"),
    ("12 km into Syria", "into", "Syria", ""),
    ("12 km inside Syria", "into", "Syria", ""),
    ("some 12 miles deep inside Iraq", "into", "Iraq", ""),
    ("north of Rutba", "heading", "Rutba", "north"),
    ("to the north-west of Rutba", "heading", "Rutba", "northwest"),
    ("Aleppo's eastern suburbs", "part", "Aleppo", "east"),
    ("on the eastern bank of the Euphrates", "part", "the Euphrates", "east"),
    ("on the road to Homs", "towards", "Homs", ""),
    ("in Rutba", "feature", "Rutba", ""),
    ("at Rutba", "feature", "Rutba", ""),
    ("in the compound at Rutba", "feature", "Rutba", ""),
    ("moving towards Rutba", "towards", "Rutba", ""),
    ("over Raqqa", "feature", "Raqqa", ""),
    ("Anbar province", "feature", "Anbar province", ""),
]

UNREAD = ["Approx 10 NW west of", "10 NW of", "somewhere", "at an undisclosed location", "91", "12 km", "in the area",
          "multiple locations", "not stated", "TBD", "???", "91AL5"]  # fmt: skip


def first(text):
    return read_locality(text).clauses[0]


@pytest.mark.parametrize(("text", "distance_m", "azimuth", "anchor"), OFFSETS, ids=[row[0] for row in OFFSETS])
def test_offsets(text, distance_m, azimuth, anchor):
    clause = first(text)
    assert (clause.form, clause.azimuth_deg, clause.anchor) == ("offset", azimuth, anchor)
    assert clause.distance_m == pytest.approx(distance_m)
    assert clause.half_interval_m > 0


@pytest.mark.parametrize(("text", "form", "anchor", "detail"), FORMS, ids=[row[0] for row in FORMS])
def test_forms(text, form, anchor, detail):
    clause = first(text)
    assert (clause.form, clause.anchor, clause.detail) == (form, anchor, detail)


@pytest.mark.parametrize("text", UNREAD)
def test_what_names_no_place_is_unread(text):
    locality = read_locality(text)
    assert [clause.form for clause in locality.clauses] == ["unread"]
    assert locality.unread == (text,)


def test_there_are_enough_of_them():
    texts = [row[0] for row in (*OFFSETS, *FORMS)] + UNREAD
    assert len(set(texts)) == len(texts) >= 150
