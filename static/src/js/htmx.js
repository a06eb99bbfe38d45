// htmx is fetched only by pages that use it, and after everything else: it starts itself on a page that is
// either still being read or complete, and misses the moment between.
export function start() {
  const address = document.documentElement.dataset.htmx;
  if (!address || !document.querySelector("[hx-get], [hx-post]")) return;
  if (document.readyState === "complete") fetchIt(address);
  else window.addEventListener("load", () => fetchIt(address), { once: true });
}

function fetchIt(address) {
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
}
