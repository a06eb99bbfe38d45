// <button type="button" data-print hidden>: shown and made to work when scripts run.
export function start() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
