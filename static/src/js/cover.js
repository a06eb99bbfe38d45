// "Hide screen": a full-page cover for when a pupil or a visitor walks up. Nothing behind it can be seen,
// read aloud or reached with the keyboard, and the name of the tab says nothing.
export function start() {
  const cover = document.getElementById("cover");
  const hide = document.querySelector("[data-hide-screen]");
  if (!cover || !hide || typeof cover.showModal !== "function") return;
  const show = cover.querySelector("[data-show-screen]");
  let title = document.title;

  hide.hidden = false;
  hide.addEventListener("click", () => {
    title = document.title;
    document.title = cover.dataset.title;
    cover.showModal();
  });
  show.addEventListener("click", () => cover.close());
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault();
  });
  cover.addEventListener("close", () => {
    document.title = title;
    hide.focus();
  });
}
