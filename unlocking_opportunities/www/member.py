from unlocking_opportunities.portal.people.member import view
