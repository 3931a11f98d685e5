from unlocking_opportunities.portal.employer.views.assessment import view
