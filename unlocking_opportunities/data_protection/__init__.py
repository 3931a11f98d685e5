"""The rights of the people whose records these are: to see, correct, object and complain, and to be forgotten in time."""
