// A filter panel is open in the page as sent. On a phone it would push the results out of sight: close it.
export function start() {
  if (window.matchMedia("(min-width: 48.0625em)").matches) return;
  for (const panel of document.querySelectorAll("details[data-filter-panel]")) {
    if (!panel.hasAttribute("data-keep-open")) panel.open = false;
  }
}
