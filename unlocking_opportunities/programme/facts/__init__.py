"""What analysts read instead of the working records of people.

A fact is one flat row for one record, without names, free text, days of the calendar or a link back, and its values are
general enough to fit at least k young people. `anonymity.py` sees to that, `sync.py` releases them; nobody else writes
them. One file for each kind says where its columns come from.
"""
