from unlocking_opportunities.portal.employer.views.checks import view
