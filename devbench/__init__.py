"""A private bench on this machine, for trying and testing the app: one file per concern.

Everything of one clone lives in its folder `.bench`; what clones can share is cached, by the hash of
what it was made from, in the user's cache folder. Only Python's standard library is used out here.
"""
