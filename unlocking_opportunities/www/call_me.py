from unlocking_opportunities.portal.call_me import view
