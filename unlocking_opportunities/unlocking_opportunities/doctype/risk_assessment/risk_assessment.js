const is_low = (frm) => frm.doc.environment_band === "Low Risk";

frappe.ui.form.on("Risk Assessment", {
	setup(frm) {
		frm.set_query("employer", () => ({ filters: { status: "Active" } }));
		frm.set_query("site", (doc) => ({ filters: { employer: doc.employer, disabled: 0 } }));
		colour_ratings();
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.officer && frappe.user.has_role("Unlocking Officer")) {
			frm.set_value("officer", frappe.session.user);
		}
		frappe.call({ method: "unlocking_opportunities.risk_assessments.matrix.get", type: "GET" }).then(({ message }) => {
			frm.matrix = message;
			frm.trigger("draw_matrix");
		});
	},

	refresh(frm) {
		frm.trigger("say_what_is_next");
		frm.trigger("offer_next_steps");
		frm.trigger("draw_matrix");
	},

	draw_matrix(frm) {
		frappe.require(["unlocking_desk.bundle.css", "risk_matrix.bundle.js"], () =>
			unlocking_opportunities.show_risk_matrix(frm)
		);
	},

	environment_band(frm) {
		frm.refresh();
	},

	site(frm) {
		if (!frm.doc.site || frm.doc.employer) return;
		frappe.db
			.get_value("Employer Site", frm.doc.site, "employer")
			.then((r) => frm.set_value("employer", r.message.employer));
	},

	say_what_is_next(frm) {
		const begin = is_low(frm)
			? __("For an ordinary office or shop: record the conversation, answer the questions on restricted work, then submit it.")
			: __("List the hazards with their controls, answer the questions on restricted work, then submit it.");
		const intro = {
			Draft: [begin, "blue"],
			"With Employer": [__("The employer is checking this. Submit it when they have confirmed it."), "blue"],
			Submitted: [__("Waiting for a manager's decision. Anyone who edited this version cannot approve it."), "orange"],
			Returned: [__("Returned. See the reason on the Sign-off tab, make the changes and submit it again."), "yellow"],
			Approved: [__("Approved, so it cannot be changed. Start the next version if anything at the place changes."), "green"],
			Superseded: [__("A newer version has replaced this one."), "gray"],
			Expired: [__("The review date has passed. Start the next version."), "red"],
		}[frm.is_new() ? "Draft" : frm.doc.status];
		if (intro) {
			frm.set_intro(...intro);
		}
	},

	offer_next_steps(frm) {
		const editable = ["Draft", "Returned"].includes(frm.doc.status) && frm.perm[0].write;
		// As for the Hazards tab: an ordinary office or shop needs no matrix, unless the user wants one.
		const assesses_hazards = !is_low(frm) || frm.doc.hazards?.length || frm.doc.__with_hazards;
		if (editable && assesses_hazards) {
			frm.add_custom_button(__("Add From Library"), () => choose_from_library(frm));
		} else if (editable) {
			frm.add_custom_button(__("Assess Hazards Too"), () => {
				frm.doc.__with_hazards = 1;
				frm.refresh();
				frm.scroll_to_field("hazards");
			});
		}
		if (frm.doc.status === "Submitted" && frappe.user.has_role("Unlocking Health and Safety Adviser")) {
			frm.add_custom_button(__("Agree as Adviser"), () => agree_as_adviser(frm));
		}
		if (["Approved", "Expired"].includes(frm.doc.status) && frappe.model.can_create(frm.doctype)) {
			frm.add_custom_button(__("Start Next Version"), () =>
				frm
					.call("start_next_version")
					.then((r) => frappe.set_route("Form", frm.doctype, r.message))
			);
		}
	},
});

// As the server does when it is saved.
const rescore = (kind) => (frm, cdt, cdn) => {
	const row = locals[cdt][cdn];
	const score = cint(row[`${kind}_likelihood`]) * cint(row[`${kind}_severity`]);
	const band = frm.matrix?.bands.find((band) => band.from_score <= score && score <= band.to_score);
	frappe.model.set_value(cdt, cdn, {
		[`${kind}_score`]: score,
		[`${kind}_rating`]: band ? band.rating : "",
	}).then(() => frm.trigger("draw_matrix"));
};

frappe.ui.form.on("Risk Assessment Hazard", {
	initial_likelihood: rescore("initial"),
	initial_severity: rescore("initial"),
	residual_likelihood: rescore("residual"),
	residual_severity: rescore("residual"),
	hazard: (frm) => frm.trigger("draw_matrix"),
	hazards_remove: (frm) => frm.trigger("draw_matrix"),
});

function colour_ratings() {
	const colours = frappe.boot.unlocking_opportunities.rating_colours;
	const fields = frappe.meta.docfield_map["Risk Assessment Hazard"];
	for (const kind of ["initial", "residual"]) {
		fields[`${kind}_rating`].formatter = (value, df, options, doc) =>
			value
				? `<span class="indicator-pill ${colours[value]}">${__(value)} ${(doc && doc[`${kind}_score`]) || ""}</span>`
				: "";
	}
}

function choose_from_library(frm) {
	const filters = { disabled: 0 };
	if (frm.doc.sector) {
		filters.sector = frm.doc.sector;
	}
	frappe.db
		.get_list("Hazard Template", {
			filters,
			fields: ["name", "hazard", "sector", "who_harmed", "usual_controls", "under_18_controls"],
			order_by: "sector asc, hazard asc",
			limit: 200,
		})
		.then((templates) => {
			if (!templates.length) {
				frappe.msgprint(__("The library has no hazards for {0} yet. Choose another sector, or add them to the table yourself.", [frm.doc.sector]));
				return;
			}
			show_library(frm, templates);
		});
}

function show_library(frm, templates) {
	const listed = new Set((frm.doc.hazards || []).map((row) => row.hazard));
	const dialog = new frappe.ui.Dialog({
		title: __("Hazards From the Library"),
		fields: [
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Choose the hazards at this place. Then edit the words to fit and score each hazard.")}</p>`,
			},
			{
				fieldname: "chosen",
				fieldtype: "MultiCheck",
				columns: 1,
				options: templates
					.filter((template) => !listed.has(template.hazard))
					.map((template) => ({
						label: frm.doc.sector ? template.hazard : `${template.sector}: ${template.hazard}`,
						value: template.name,
					})),
			},
		],
		primary_action_label: __("Add"),
		primary_action({ chosen }) {
			for (const template of templates.filter((template) => chosen.includes(template.name))) {
				frm.add_child("hazards", {
					hazard: template.hazard,
					who_harmed: template.who_harmed,
					existing_controls: [template.usual_controls, template.under_18_controls].filter(Boolean).join("\n"),
				});
			}
			frm.refresh_field("hazards");
			frm.trigger("draw_matrix");
			dialog.hide();
		},
	});
	dialog.show();
}

function agree_as_adviser(frm) {
	frappe.prompt(
		{ fieldname: "comment", fieldtype: "Small Text", label: __("Comment") },
		({ comment }) => frm.call("agree_as_adviser", { comment }).then(() => frm.reload_doc()),
		__("Agree That the Controls Are Enough"),
		__("Agree")
	);
}
