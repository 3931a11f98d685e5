"""Facts: anonymised rows that analysts read instead of the records of people.

A fact is one flat row for one record, without names, free text, exact dates or a link back. Its values are general enough
to fit at least k young people (`anonymity.py`). Only `sync.py` writes them. One file for each kind says where its columns
come from.
"""
