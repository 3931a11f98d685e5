"""What analysts read instead of the working records of people.

A fact is one flat row for one record, under a random key, without names, free text, days of the calendar or a link
back. `sync.py` writes them; nobody else can. One file for each kind says where its columns come from.
"""
