// Warns before the session ends and stays signed in when asked (ID-3). What it says stands in the page's templates and in the
// server's answers; before it says that the session ended it asks the server, because another tab may have stayed.
"use strict";
(() => {
  const place = document.getElementById("session");
  const until = document.getElementById("signed-in-until");
  const form = until.closest("form");
  const footer = form.querySelector("button");
  const WARN = 150_000;
  let ends = Date.now() + Number(place.dataset.seconds) * 1000;
  let last = "last" in place.dataset;
  let shown = "";
  let busy = false;
  let rest = 0;
  let back = null;

  // The answer of the server: how long from now on; nothing when nobody is signed in as here any more.
  async function ask(path) {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    const answer = await fetch(path, { method: "POST", headers: { Accept: "application/json" }, body });
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (!answer.ok) return false;
    const said = await answer.json();
    ends = Date.now() + said.seconds * 1000;
    last = said.last;
    until.textContent = said.said;
    return true;
  }

  // Beside what is typed in, so that the next Tab reaches the button; nothing takes the focus.
  function show(what) {
    shown = what;
    const at = document.activeElement;
    const field = at?.closest("main .usa-form-group") ?? at?.closest("main form");
    if (field && !place.contains(at)) field.after(place);
    back = at === document.body ? null : at;
    const says = document.getElementById(`session-${what}`).content.cloneNode(true);
    const here = document.querySelector("main form[method=post]") ? "[data-no-form]" : "[data-form]";
    says.querySelector(here)?.remove();
    const time = says.querySelector("[data-until]");
    if (time) time.textContent = until.textContent;
    const button = says.querySelector("button");
    if (last) button?.remove();
    button?.addEventListener("click", stay);
    // A moment later, because an alert is heard when something comes into it.
    setTimeout(() => place.replaceChildren(says), 50);
  }

  function hide() {
    if (place.contains(document.activeElement)) back?.focus();
    shown = "";
    place.replaceChildren();
  }

  async function stay(event) {
    event?.preventDefault();
    try {
      if (!(await ask("/stay-signed-in"))) return show("over");
      if (shown) hide();
      const said = document.createElement("p");
      said.textContent = until.textContent;
      place.replaceChildren(said);
      setTimeout(() => shown || place.replaceChildren(), 10_000);
    } catch {
      rest = Date.now() + 5000;
    }
  }

  async function look() {
    const left = ends - Date.now();
    if (busy || shown === "over" || Date.now() < rest) return;
    if (left > WARN) return shown && hide();
    if (left > 0 && shown) return;
    busy = true;
    try {
      if (!(await ask("/signed-in-until"))) show("over");
      else if (ends - Date.now() <= WARN) show("warning");
    } catch {
      rest = Date.now() + 5000;
    }
    busy = false;
  }

  // With script nothing is lost by staying here: no new tab.
  form.removeAttribute("target");
  form.addEventListener("submit", stay);
  document.getElementById("stay-tab")?.remove();
  footer?.removeAttribute("aria-describedby");
  setInterval(look, 1000);
})();
