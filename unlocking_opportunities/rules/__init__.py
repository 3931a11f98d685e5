"""The law on work placements in England, as pure functions that do not import Frappe.

Each rule names its source. Rates and limits that change come in as dated rows; `defaults` has the rows that the
app ships with, each with its source. Three meanings of "child" are kept apart: not over school leaving age
(`age.status_on`), under 16 (`age.is_under_16`) and under 18 (`age.is_under_18`). This is not legal advice. It
is what the named sources say, in a form that can be tested.
"""
