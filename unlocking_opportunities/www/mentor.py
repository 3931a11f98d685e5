from unlocking_opportunities.portal.people.mentor import view
