"""Texts into INCIDENTS: what reports in English tell, drafted for a person to check.

What a sentence says:

prose           paragraphs and sentences with offsets, and what each paragraph is
language        whether a text is in the language that is read
published       the day of publication, where only the text says so
named           place names, as whoever recognised and resolved them hands them over
triggers        the words that report an event
moods           whether the sentence asserts it, denies it, plans it, or only refers to it
when            the days that expressions of time stand for
when_rules      the wordings of time, one rule each
calendar_words  weekdays, months and numbers, and arithmetic of days
where           the phrases that say where, and their part in the event
zone_words      "just inside the zone": kept as words
counts          killed, wounded, destroyed: how many
claims          who says it, for which side, how firmly
sides           whose a phrase is, and what kind of thing it names
participants    who did it, and what was hit
word_lists      the lists of words that these rules use
seeing          a sentence with all of this found in it

From sentences to incidents:

dating       which of a sentence's dates belongs to an event
ownership    which event of a sentence a phrase of place belongs to
telling      what one report tells of one event
reader       a report read sentence by sentence into its tellings
nearness     whether two phrases of place can mean one spot
agreement    whether two tellings can be of one event
merging      tellings of several reports joined into incidents
conflicts    what gainsays what
attribution  the words behind an incident, and whose they are
titles       an incident in one line
drafts       all of it as rows of INCIDENTS
"""
