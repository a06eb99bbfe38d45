// Starts every component on the page. Each page works without this file.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
  ServiceNavigation, SkipLink, createAll,
} from "./govuk-frontend.min.js";
import { start as autosave } from "./autosave.js";
import { start as behind } from "./behind.js";
import { start as cover } from "./cover.js";
import { start as fingerprint } from "./fingerprint.js";
import { start as filters } from "./filters.js";
import { start as print } from "./print.js";
import { start as htmx } from "./htmx.js";
import { start as session } from "./session.js";

// A radio button may not carry aria-expanded; the library puts it on those that reveal something.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input);
    $input.removeAttribute("aria-expanded");
  }
}

for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, PlainRadios,
  ServiceNavigation, SkipLink,
]) {
  createAll(component);
}
for (const start of [cover, session, autosave, behind, filters, fingerprint, print, htmx]) {
  start();
}
