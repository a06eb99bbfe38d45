// Works out the fingerprint of a file on this device and writes it into a field. The file is sent nowhere.
export function start() {
  const part = document.querySelector("[data-fingerprint]");
  if (!part || !window.crypto?.subtle) return;
  const chooser = part.querySelector("input");
  const said = part.querySelector("[role=status]");
  const field = document.getElementById(part.dataset.fingerprint);

  part.hidden = false;
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      field.value = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      said.textContent = part.dataset.done;
    } catch {
      said.textContent = part.dataset.failed;
    }
  });
}
