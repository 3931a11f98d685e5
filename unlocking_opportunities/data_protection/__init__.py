"""The rights of the people that records are about: access, correction, objection, complaint and erasure."""
