from unlocking_opportunities.portal.public.call_me import view
