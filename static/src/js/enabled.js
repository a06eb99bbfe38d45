// Loaded first in <body>, before anything is drawn: says that scripts run, so that components may start.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
