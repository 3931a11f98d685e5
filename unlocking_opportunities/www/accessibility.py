from unlocking_opportunities.portal.campaign import accessibility as view
