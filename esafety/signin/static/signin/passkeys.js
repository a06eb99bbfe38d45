// Shows what needs a passkey where the browser knows passkeys, and says in words what went wrong with one.
(function () {
  if (window.PublicKeyCredential) {
    for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = false;
  }

  const words = {
    NotAllowedError: "The passkey was not used: it was cancelled or took too long. Try again, or choose another way.",
    InvalidStateError: "This device already has a passkey for your account.",
    SecurityError: "Passkeys do not work at this address. Open the service at its usual name, not at a number.",
  };
  const otherwise = "The passkey could not be used. Try again, or choose another way.";

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const told = document.querySelector("[data-passkey-problem]");
    if (told) told.textContent = words[event.detail.exception.name] || otherwise;
  });
})();
