from unlocking_opportunities.portal.public.campaign import accessibility as view
