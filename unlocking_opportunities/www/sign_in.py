from unlocking_opportunities.portal.sign_in import view
