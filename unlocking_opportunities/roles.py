"""The names of this app's roles, in one place. Each role is prefixed so that none collides with another app's."""

OFFICER = "Unlocking Officer"
MANAGER = "Unlocking Manager"
ALLOCATED_WORKER = "Unlocking Allocated Worker"
HS_ADVISER = "Unlocking Health and Safety Adviser"
SAFEGUARDING_LEAD = "Unlocking Safeguarding Lead"
ANALYST = "Unlocking Analyst"
ADMINISTRATOR = "Unlocking Administrator"

# People outside the council: they reach the portal and nothing else.
EMPLOYER = "Unlocking Employer"
MENTOR = "Unlocking Mentor"
COUNCILLOR = "Unlocking Councillor"

# Held by one login-less user: the nightly jobs and what outsiders set moving.
SERVICE = "Unlocking Service"

DESK_ROLES = (OFFICER, MANAGER, ALLOCATED_WORKER, HS_ADVISER, SAFEGUARDING_LEAD, ANALYST, ADMINISTRATOR)
PORTAL_ROLES = (EMPLOYER, MENTOR, COUNCILLOR)
