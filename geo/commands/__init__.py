"""What a person types: one function per command, its options, and what they share.

analysis     map, check, explain, triage
reading      read, mentions, locate
gazetteer    gazetteer build, status
demo         demo
options      the options that several commands have
shared       how inputs become tables, and results become files
"""
