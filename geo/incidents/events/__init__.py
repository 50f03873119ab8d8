"""Events: what a text reports as having happened, and which of its place names it happened at.

`find_events(text, places, known=...)` reads a text; `place_chances` asks the learned model about one sentence.
`known` is a gazetteer (the Protocol `Known`), which geo.pipeline hands over.

find    the two questions above
tokens  words with offsets and their sorts
sight   a sentence prepared for the model
ties    the way from an event to a name
clues   what speaks for and against a name
model   the learned weights, and what they make of the clues
"""

from geo.incidents.events.find import find_events, place_chances
from geo.incidents.events.sight import Known

__all__ = ["Known", "find_events", "place_chances"]
