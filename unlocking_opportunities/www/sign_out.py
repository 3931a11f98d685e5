from unlocking_opportunities.portal.sign_in import sign_out as view
