from unlocking_opportunities.portal.offer import view
