from unlocking_opportunities.portal.employer.views.placements import view
