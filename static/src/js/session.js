// Warns two minutes before the server ends an idle session, and leaves the page when it has ended, so that
// nobody's case stays on an unattended screen. All tabs of one browser share what the last of them did.
const MINUTE = 60_000;
const CHECK_EVERY = 1_000;

export function start() {
  const dialog = document.getElementById("session-warning");
  if (!dialog || typeof dialog.showModal !== "function") return;
  const idle = Number(dialog.dataset.idleSeconds) * 1000;
  const warnBefore = Number(dialog.dataset.warnSeconds) * 1000;
  const hardEnd = Date.now() + Number(dialog.dataset.absoluteSeconds) * 1000;
  const note = dialog.querySelector("[data-session-note]");
  const stay = dialog.querySelector("form[data-session-stay]");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let end = Math.min(Date.now() + idle, hardEnd);
  let said = "";
  let leaving = false;

  function extend() {
    end = Math.min(Date.now() + idle, hardEnd);
    if (dialog.open) dialog.close();
  }

  function leave() {
    if (leaving) return;
    leaving = true;
    window.location.replace(dialog.dataset.endUrl);
  }

  function say(left) {
    const minutes = Math.ceil(left / MINUTE);
    const text = minutes <= 1 ? "in less than a minute" : `in ${minutes} minutes`;
    if (text === said) return;
    said = text;
    note.textContent = text;
  }

  function look() {
    const left = end - Date.now();
    if (left <= 0) return leave();
    if (left > warnBefore) return;
    say(left);
    if (!dialog.open) dialog.showModal();
  }

  stay.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(stay.action, {
        method: "POST", body: new FormData(stay), redirect: "error", credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      extend();
      channel?.postMessage("active");
    } catch {
      note.textContent = "soon. We could not reach the service: save your work elsewhere and try again";
    }
  });
  channel?.addEventListener("message", (event) => event.data === "active" && extend());
  channel?.postMessage("active");
  document.addEventListener("session:active", () => {
    extend();
    channel?.postMessage("active");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.requestConfig.elt.dataset.background === undefined) extend();
  });
  document.addEventListener("visibilitychange", () => !document.hidden && look());
  window.setInterval(look, CHECK_EVERY);
}
