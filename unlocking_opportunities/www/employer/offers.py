from unlocking_opportunities.portal.employer.views.offers import view
