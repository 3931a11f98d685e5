"""What the host is told, and what this young person needs at this place."""

from datetime import date

from frappe.model.document import Document

from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.rules.risk import HIGHER_RISK
from unlocking_opportunities.setup.demo_data.placements.fits import CLEARED, Fit
from unlocking_opportunities.setup.demo_data.world import World, noon


def write(world: World, placement: Document, fit: Fit, proposed: date) -> None:
	if placement.sharing_choice == "Tell the Host What Is Listed":
		_share_release(world, placement, fit, proposed)
	if _needs_addendum(fit) and fit.status != "Proposed":
		_addendum(world, placement, fit, proposed)


def _needs_addendum(fit: Fit) -> bool:
	raises = any(need["raises_assessment"] for need in fit.person.needs)
	return raises or (fit.under_18 and fit.host.site.environment_band == HIGHER_RISK)


def _share_release(world: World, placement: Document, fit: Fit, proposed: date) -> None:
	released = fit.status in CLEARED
	items = [
		{"item": "First Name", "wording": "First name only", "stage": "After Both Say Yes"},
		{"item": "Emergency Contact", "wording": "The supervisor has the name and number", "safety_item": 1},
	]
	items += [
		{"item": "Control", "wording": need["control"], "safety_item": need["safety_item"]}
		for need in fit.person.needs
	]
	for item in items:
		item |= {
			"lawful_basis": "Public Task",
			"young_persons_view": "Agrees",
			"from_date": fit.start,
			"to_date": fit.end,
		}
	over = fit.status in ENDED
	release = {
		"placement": placement.name,
		"released_to": fit.host.supervisor,
		"status": "Ended" if over else "Released" if released else "Draft",
		"released_on": noon(proposed, 15) if released else None,
		"released_by": fit.host.record.officer if released else None,
		"ends_on": fit.end,
		"items": items,
	}
	world.add("Share Release", release, on=proposed)


def _addendum(world: World, placement: Document, fit: Fit, proposed: date) -> None:
	factors = [
		{
			"factor": need["factor"],
			"reason": need["need"],
			"control": need["control"],
			"safety_item": need["safety_item"],
		}
		for need in fit.person.needs
	]
	factors.append(
		{
			"factor": "Inexperience",
			"reason": "First weeks in a workplace",
			"control": "One named person works alongside them",
		}
	)
	addendum = {
		"placement": placement.name,
		"assessed_on": proposed,
		"findings_shared_on": proposed,
		"findings_shared_with": "Young person and whoever signs for them",
		"findings_shared_how": "In Person",
		"factors": factors,
	}
	world.add("Young Person Risk Addendum", addendum, by="officer", on=proposed)
