"""What a person types: one function per command, its options, and what they share.

analysis   map, check, explain, triage
reading    read, mentions, locate
diff       diff
gazetteer  gazetteer build, status
demo       demo
options    the options that several commands have
parts      geo check on very large tables
shared     how inputs become tables, and results become files
messages   what is said beside the results
terminal   results as a person reads them on a terminal
"""
