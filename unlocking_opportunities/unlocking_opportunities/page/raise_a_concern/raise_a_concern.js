frappe.provide("unlocking_opportunities");

frappe.pages["raise-a-concern"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Raise a Concern"), single_column: true });
	wrapper.concern = new unlocking_opportunities.RaiseAConcern(page);
};

frappe.pages["raise-a-concern"].on_page_show = (wrapper) => {
	wrapper.concern.begin(frappe.route_options || {});
	frappe.route_options = null;
};

// The numbers come first and stay on the screen. 999 is there before the server answers.
unlocking_opportunities.RaiseAConcern = class {
	constructor(page) {
		this.page = page;
		this.body = $(`<div class="frappe-card p-4 my-4" style="max-width: 760px; margin-inline: auto">
			<div class="alert alert-danger" role="alert">
				<strong>${__("Is someone in danger now? Call 999.")}</strong>
			</div>
			<div class="numbers"></div>
			<div class="form"></div>
		</div>`).appendTo(page.main);
		frappe
			.call({ method: "unlocking_opportunities.safeguarding.concerns.numbers", type: "GET" })
			.then(({ message }) => this.body.find(".numbers").html(this.table(message)));
	}

	table(numbers) {
		const escape = frappe.utils.escape_html;
		const call = (number) => {
			const digits = number.replace(/[^+\d]/g, "");
			return digits ? `<a href="tel:${digits}">${escape(number)}</a>` : escape(number);
		};
		const row = ({ label, number, when }) => `<tr>
			<th scope="row">${escape(label)}</th>
			<td>${call(number)}</td>
			<td class="text-muted">${escape(when)}</td>
		</tr>`;
		return `<table class="table"><caption style="caption-side: top">${__("Call first. Then record it here.")}</caption>
			<tbody>${numbers.map(row).join("")}</tbody></table>`;
	}

	begin({ young_person, placement }) {
		this.body.find(".form").empty();
		this.form = new frappe.ui.FieldGroup({ body: this.body.find(".form"), fields: this.fields() });
		this.form.make();
		this.form.set_values({ young_person, placement });
		this.page.set_primary_action(__("Send to the Safeguarding Lead"), () => this.send());
	}

	fields() {
		return [
			{
				fieldname: "about",
				fieldtype: "Select",
				label: __("About"),
				options: [
					{ value: "A Young Person", label: __("A Young Person") },
					{ value: "An Adult Who Works with Children", label: __("An Adult Who Works with Children") },
				],
				default: "A Young Person",
				reqd: 1,
			},
			{
				fieldname: "lado",
				fieldtype: "HTML",
				depends_on: "eval:doc.about !== 'A Young Person'",
				options: `<p class="alert alert-warning">${__(
					"Call the LADO within one working day. Do not speak to the person it is about, and do not look into it yourself."
				)}</p>`,
			},
			{
				fieldname: "young_person",
				fieldtype: "Data",
				label: __("Young Person"),
				description: __("The ID starting YP-, never a name. Leave it empty if you do not know it."),
			},
			{
				fieldname: "placement",
				fieldtype: "Data",
				label: __("Placement"),
				description: __("The reference starting PLC-"),
			},
			{ fieldname: "told", fieldtype: "Section Break", label: __("Who have you told, and when?") },
			{ fieldname: "duty_told_on", fieldtype: "Datetime", label: __("Children's Social Care (MASH)") },
			{ fieldname: "police_told_on", fieldtype: "Datetime", label: __("Police") },
			{ fieldtype: "Column Break" },
			{
				fieldname: "lado_told_on",
				fieldtype: "Datetime",
				label: __("LADO"),
				depends_on: "eval:doc.about !== 'A Young Person'",
			},
			{
				fieldname: "case_reference",
				fieldtype: "Data",
				label: __("Case System Reference"),
				description: __("The number in the council's case system. Record what you saw and heard there, not here."),
			},
		];
	}

	send() {
		const values = this.form.get_values();
		if (!values) return;
		frappe
			.call({
				method: "unlocking_opportunities.safeguarding.concerns.raise_concern",
				args: values,
				btn: this.page.btn_primary,
				freeze: true,
			})
			.then(({ message }) => this.confirm(message));
	}

	// They cannot open the record again, so show them the reference.
	confirm({ reference, leads_told, lado_by }) {
		const told = leads_told
			? __("The safeguarding lead has been told. We'll keep reminding them until they acknowledge it.")
			: __("No safeguarding lead can read it yet. We've asked the managers to appoint one. Call one of the numbers above now.");
		const lado = lado_by
			? `<p><strong>${__("Call the LADO by {0}.", [frappe.datetime.str_to_user(lado_by)])}</strong></p>`
			: "";
		this.page.clear_primary_action();
		this.body.find(".form").html(`<div class="alert ${leads_told ? "alert-success" : "alert-danger"}" role="status" tabindex="-1">
			<h4>${leads_told ? __("Sent") : __("Recorded")}: ${frappe.utils.escape_html(reference)}</h4>
			<p>${told}</p>${lado}
			<p>${__("Write down the reference. To keep everyone safe, you cannot open this record again. If you have not called one of the numbers above yet, call now.")}</p>
		</div>
		<button class="btn btn-default btn-sm another">${__("Raise Another Concern")}</button>`);
		this.body.find("[role=status]").trigger("focus");
		this.body.find(".another").on("click", () => this.begin({}));
	}
};
