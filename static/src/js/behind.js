// <… data-behind="address">: a page that answered a form can only be shown again by sending the form again, and
// Back would ask for that. Once somebody goes on from it, Back leads to this address in its place.
export function start() {
  const page = document.querySelector("[data-behind]");
  if (!page) return;
  const goOn = () => {
    if (navigator.onLine) history.replaceState(null, "", page.dataset.behind);
  };
  document.addEventListener("submit", goOn);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([href^='#'])");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) goOn();
  });
}
