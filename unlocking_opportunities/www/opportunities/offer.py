from unlocking_opportunities.portal.offer.pages import view
