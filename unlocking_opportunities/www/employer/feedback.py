from unlocking_opportunities.portal.employer.views.feedback import view
