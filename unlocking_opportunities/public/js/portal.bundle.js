// Every page works without this. It moves the focus to errors and stops a second press.
import {
	Button,
	Checkboxes,
	ErrorSummary,
	NotificationBanner,
	Radios,
	SkipLink,
	createAll,
} from "govuk-frontend";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink]) createAll(component);
