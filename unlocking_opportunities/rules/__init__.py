"""The law on work placements in England, as pure functions that import nothing of Frappe.

Each rule names its source. What changes from year to year comes in as dated rows; the rows that the app is
installed with, each with its own source, stand in `defaults`. Three meanings of "child" are kept apart: under the
school leaving age (`age.status_on`), under 16 (`age.is_under_16`) and under 18 (`age.is_under_18`).
This is not legal advice; it is what the named sources say, in a form that can be tested.
"""
