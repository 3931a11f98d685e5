from unlocking_opportunities.portal.campaign import community as view
