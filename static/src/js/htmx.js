// htmx is fetched only by pages that use it.
export function start() {
  const address = document.documentElement.dataset.htmx;
  if (!address || !document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}
