from unlocking_opportunities.portal.employer.views.attendance import view
