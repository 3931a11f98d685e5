from unlocking_opportunities.portal.employer.views.certificate import view
