from unlocking_opportunities.portal.mentor import view
