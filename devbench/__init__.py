"""A private bench on this machine, for trying and testing the app: one file for each concern.

Everything of one clone is in its folder `.bench`. What clones can share is cached in the user's cache folder,
by a hash of its sources. This code uses only Python's standard library.
"""
