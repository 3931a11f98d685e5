// Employers' sites by ward: a list with all the details, and a plain map that needs no outside tiles.
const LEAFLET = ["assets/frappe/js/lib/leaflet/leaflet.css", "assets/frappe/js/lib/leaflet/leaflet.js"];

frappe.pages["sites-by-ward"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Sites by Ward"), single_column: true });
	const filters = {
		sector: page.add_field({ fieldname: "sector", label: __("Sector"), fieldtype: "Link", options: "Sector", change: () => show(wrapper) }),
		open: page.add_field({ fieldname: "open", label: __("Only with open places"), fieldtype: "Check", change: () => show(wrapper) }),
	};
	const body = $('<div class="sites-by-ward">').appendTo(page.body);
	Object.assign(wrapper, {
		filters,
		list: $('<div class="sites-list">').appendTo(body),
		ground: $('<div class="sites-map" aria-hidden="true">').appendTo(body),
	});
};

frappe.pages["sites-by-ward"].on_page_show = (wrapper) =>
	frappe.require([...LEAFLET, "unlocking_desk.bundle.css"], () =>
		frappe.call({ method: "unlocking_opportunities.employers.site_map.get", type: "GET" }).then(({ message: sites }) => {
			wrapper.sites = sites;
			show(wrapper);
		})
	);

function show(wrapper) {
	if (!wrapper.sites) return;
	const sector = wrapper.filters.sector.get_value();
	const open = wrapper.filters.open.get_value();
	// Leaving a filter's field reports a change too. Drawing the same list again would lose the site that is pointed out.
	const asked = [wrapper.sites, sector, open];
	if (wrapper.asked?.every((value, number) => value === asked[number])) return;
	wrapper.asked = asked;
	const sites = wrapper.sites.filter((site) => (!sector || site.sector === sector) && (!open || site.open_places));
	draw_list(wrapper, sites);
	draw_map(wrapper, sites);
}

function words(site) {
	const places = site.open_places === 1 ? __("1 place open") : __("{0} places open", [site.open_places]);
	const parts = [places, __(site.environment_band), __("host readiness: {0}", [__(site.readiness)])];
	if (site.approximate) parts.push(site.latitude ? __("shown in the middle of its ward") : __("not on the map: fill in its ward, or its latitude and longitude"));
	return parts.join(", ");
}

function draw_list(wrapper, sites) {
	wrapper.list.empty();
	if (!sites.length) {
		wrapper.list.append($('<p class="text-muted">').text(__("No sites match. Remove a filter, or add a site from an employer's page.")));
		return;
	}
	wrapper.list.append(
		$('<p class="text-muted small">').text(
			__("On the map, green is low risk, amber is less familiar risk and red is higher risk. Sites with open places are filled in. The more places, the larger the circle. Select one to find it in this list.")
		)
	);
	const by_ward = {};
	sites.forEach((site) => (by_ward[site.ward || __("No ward yet")] ||= []).push(site));
	for (const [ward, there] of Object.entries(by_ward)) {
		const list = $('<ul class="list-unstyled">').append(
			there.map((site) =>
				$("<li>")
					.attr("data-site", site.name)
					.append(
						$("<a>").attr("href", frappe.utils.get_form_link("Employer Site", site.name)).text(`${site.employer_name}, ${site.site_name}`),
						$('<div class="text-muted small">').text(words(site))
					)
			)
		);
		wrapper.list.append($("<section>").append($("<h3>").text(`${ward} (${there.length})`), list));
	}
}

function draw_map(wrapper, sites) {
	wrapper.map?.remove();
	const placed = sites.filter((site) => site.latitude && site.longitude);
	wrapper.ground.toggle(Boolean(placed.length));
	if (!placed.length) {
		wrapper.map = null;
		return;
	}
	wrapper.map = L.map(wrapper.ground[0], { attributionControl: false, scrollWheelZoom: false, keyboard: false });
	wrapper.map.fitBounds(L.latLngBounds(placed.map(({ latitude, longitude }) => [latitude, longitude])).pad(0.1), { maxZoom: 15 });
	draw_wards(wrapper.map, placed);
	for (const site of placed) {
		const { colour } = site;
		L.circleMarker([site.latitude, site.longitude], { radius: 6 + Math.min(site.open_places, 6), color: colour, fillColor: colour, fillOpacity: site.open_places ? 0.7 : 0.1, weight: 2 })
			.bindTooltip(() => $("<div>").text(`${site.employer_name}: ${words(site)}`).html())
			.on("click", () => point_out(wrapper, site.name))
			.addTo(wrapper.map);
	}
}

// Show a ward's name in the middle of its sites, because there are no ward boundaries on this map.
function draw_wards(map, placed) {
	const by_ward = {};
	placed.filter((site) => site.ward).forEach((site) => (by_ward[site.ward] ||= []).push(site));
	for (const [ward, there] of Object.entries(by_ward)) {
		const middle = L.latLngBounds(there.map(({ latitude, longitude }) => [latitude, longitude])).getCenter();
		const icon = L.divIcon({ className: "ward-name", html: $("<div>").text(ward).html(), iconSize: null });
		L.marker(middle, { icon, interactive: false }).addTo(map);
	}
}

function point_out(wrapper, name) {
	wrapper.list.find("li").removeClass("pointed-out");
	const item = wrapper.list.find("li").filter((_n, li) => li.dataset.site === name).addClass("pointed-out");
	item[0]?.scrollIntoView({ block: "center" });
	item.find("a").trigger("focus");
}
