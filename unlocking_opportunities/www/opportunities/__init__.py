from unlocking_opportunities.portal.public.campaign import opportunities as view
