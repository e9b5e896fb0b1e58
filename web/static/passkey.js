// Signs in with a passkey, or makes one: asks the server what is to be signed, lets the device sign it, and sends the answer with
// the form that stands in the page (ID-1, ID-2). What it says stands in the page's templates and in the server's answers.
"use strict";
(() => {
  const plain = (text) => text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = (text) => Uint8Array.from(atob(plain(text)), (sign) => sign.charCodeAt(0));

  function text(buffer) {
    const signs = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return signs.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  // The server's options, with bytes where the browser wants bytes.
  function prepared({ publicKey }) {
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    const known = [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])];
    for (const one of known) one.id = bytes(one.id);
    return { publicKey };
  }

  function answered(credential) {
    const { response } = credential;
    const said = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      said.attestationObject = text(response.attestationObject);
    } else {
      said.authenticatorData = text(response.authenticatorData);
      said.signature = text(response.signature);
      said.userHandle = response.userHandle && text(response.userHandle);
    }
    const { id, type } = credential;
    const clientExtensionResults = credential.getClientExtensionResults();
    return JSON.stringify({ id, rawId: text(credential.rawId), type, response: said, clientExtensionResults });
  }

  function serve(form) {
    const status = form.querySelector("[role=status]");
    const alert = form.querySelector("[role=alert]");
    const says = (name) => form.querySelector(`template[data-says=${name}]`).content.textContent;
    let busy = false;

    function rest(why) {
      busy = false;
      status.textContent = "";
      alert.textContent = why;
    }

    async function ask() {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.start, { method: "POST", headers: { Accept: "application/json" }, body });
      const said = await answer.json();
      // What is wrong with what was typed, and the way to sign in or to confirm, the server says on a page of its own.
      if (said.send || answer.status === 401 || answer.status === 403) form.submit();
      else if (answer.ok) return said;
      else rest(said.detail);
      return null;
    }

    async function use(event) {
      event.preventDefault();
      if (busy) return;
      busy = true;
      alert.textContent = "";
      status.textContent = says("waiting");
      try {
        const asked = await ask();
        if (!asked) return;
        const options = prepared(asked.options);
        const { credentials } = navigator;
        const wanted = form.dataset.passkey === "create" ? credentials.create(options) : credentials.get(options);
        form.elements.answer.value = answered(await wanted);
        form.elements.ceremony.value = asked.ceremony;
        form.submit();
      } catch (fault) {
        const why = { InvalidStateError: "known", NotAllowedError: "stopped", AbortError: "stopped" };
        rest(says(why[fault.name] ?? "failed"));
      }
    }

    if (location.origin !== form.dataset.origin) {
      form.querySelector("[data-elsewhere]").hidden = false;
    } else if (!window.PublicKeyCredential) {
      rest(says("browser"));
    } else {
      form.querySelector("[data-button]").hidden = false;
      form.addEventListener("submit", use);
      // Whoever comes back to the page finds it as it was at first.
      window.addEventListener("pageshow", () => rest(""));
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) serve(form);
})();
