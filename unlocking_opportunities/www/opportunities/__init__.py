from unlocking_opportunities.portal.campaign import opportunities as view
