// form[data-autosave-url]: sends the whole form two seconds after the last key, and when the page is left.
// What is typed is kept by the server or in this page's memory, never in the browser's storage.
const PAUSE = 2_000;
const RETRY = 15_000;

export function start() {
  for (const form of document.querySelectorAll("form[data-autosave-url]")) watch(form);
}

function watch(form) {
  const note = noteFor(form);
  let timer = 0;
  let unsaved = false;
  let sending = false;
  let submitted = false;

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  function typed() {
    unsaved = true;
    later(PAUSE);
  }

  async function save() {
    if (!unsaved || submitted) return;
    if (sending) return later(PAUSE);
    sending = true;
    unsaved = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, post(form));
      if (!answer.ok) throw new Error(String(answer.status));
      say(note, `Draft saved at ${clock()}`, false);
      document.dispatchEvent(new CustomEvent("session:active"));
    } catch {
      unsaved = true;
      say(note, "Draft not saved: no connection. Keep this page open.", true);
      later(RETRY);
    } finally {
      sending = false;
    }
  }

  function leaving() {
    if (!unsaved || submitted) return;
    unsaved = false;
    fetch(form.dataset.autosaveUrl, { ...post(form), keepalive: true }).catch(() => { unsaved = true; });
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { submitted = true; });
  window.addEventListener("pageshow", () => { submitted = false; });
  window.addEventListener("online", () => unsaved && later(0));
  window.addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", () => document.hidden && leaving());
}

function post(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File) data.delete(name);
  }
  return {
    method: "POST", body: new URLSearchParams(data), credentials: "same-origin", redirect: "error",
    headers: { "X-Requested-With": "autosave" },
  };
}

function noteFor(form) {
  const found = form.querySelector("[data-autosave-note]");
  if (found) return found;
  const note = document.createElement("p");
  note.className = "app-autosave";
  note.setAttribute("role", "status");
  form.append(note);
  return note;
}

function say(note, text, failed) {
  note.textContent = text;
  note.classList.toggle("app-autosave--failed", failed);
}

function clock() {
  const now = new Date();
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
}
