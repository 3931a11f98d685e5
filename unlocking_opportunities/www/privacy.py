from unlocking_opportunities.portal.public.privacy import view
