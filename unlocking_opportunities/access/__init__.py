"""Who reaches what: the guard of the framework's own methods, and copies of records that answer as the record would."""
