from unlocking_opportunities.portal.member import view
