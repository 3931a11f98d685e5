from unlocking_opportunities.portal.public.campaign import community as view
