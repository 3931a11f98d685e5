from unlocking_opportunities.portal.employer.views.home import view
