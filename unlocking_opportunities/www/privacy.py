from unlocking_opportunities.portal.privacy import view
