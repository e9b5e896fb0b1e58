// A person at a browser: goes to pages, follows links, presses buttons and fills in fields by the
// names they read on the page. Every page they reach is judged (look.mjs).

import assert from "node:assert/strict";

import { look, overflow, watch, WIDE } from "./look.mjs";
import { inEnglish, says } from "./made_up.mjs";

/** One person with a browser window of their own. */
export class Person {
  static async arrive(browser, address, name, settings = {}) {
    const person = new this();
    person.name = name;
    person.address = address;
    person.script = settings.javaScriptEnabled ?? true;
    person.context = await browser.newContext({ viewport: WIDE, ...settings });
    person.context.setDefaultTimeout(10_000);
    person.page = await person.context.newPage();
    person.findings = watch(person.page);
    return person;
  }

  /** Signs in by the button of /demo that carries this person's name, as `role`. */
  async signIn() {
    await this.visit("/demo");
    await this.press(new RegExp(`^Sign in as ${this.name}\\b`));
    return this;
  }

  /** Chooses a language in the header by its code, whatever the page is called in the present one. */
  async speak(language) {
    await this.page.locator("header details summary").click();
    this.language = language;
    await this.act(this.page.locator(`header button[value="${language}"]`), language);
    assert.equal(await this.page.locator("html").getAttribute("lang"), language);
  }

  /** Reads every page that links lead to from here, each kind of page once; gives their addresses. */
  async readEverything({ most = 60 } = {}) {
    const kinds = new Set();
    const read = [];
    const waiting = [new URL(this.page.url()).pathname];
    while (waiting.length > 0 && read.length < most) {
      const path = waiting.shift();
      const kind = path.replace(/\?.*$/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}|practice-[\w-]+|\d+/g, "*");
      if (kinds.has(kind)) continue;
      kinds.add(kind);
      // A limit that refuses has a page too.
      const response = await this.page.goto(new URL(path, this.address).href);
      assert.ok(response.status() < 500, `${this.name} at ${path}: ${response.status()}`);
      await this.look(path);
      read.push(path);
      const links = await this.page.locator("a[href^='/']").evaluateAll((all) =>
        all.filter((link) => !link.hasAttribute("download")).map((link) => link.getAttribute("href").replace(/#.*$/, "")),
      );
      waiting.push(...links.filter((link) => !/^\/(static|demo)|\/export\b|\.(csv|xlsx|json|txt)(\?|$)/.test(link)));
    }
    return read;
  }

  /** Goes to a path and expects `status`. */
  async visit(path, status = 200) {
    const response = await this.page.goto(new URL(path, this.address).href);
    assert.equal(response.status(), status, `${this.name} at ${path}`);
    await this.look(path);
    return response;
  }

  /** Whether the page is in the made-up language in Arabic letters: names on it are read back into English. */
  get readsBack() {
    return this.language === "ar-XB";
  }

  /** What has this role and this name. */
  async called(role, name, within = this.page) {
    if (!this.readsBack) return within.getByRole(role, { name, exact: typeof name === "string" });
    return this.reading(within.getByRole(role), name);
  }

  /** The first of these that reads so, in the made-up language. */
  async reading(all, name) {
    const heard = (found) => found.map((one) => one.getAttribute("aria-label") ?? one.innerText);
    const place = (await all.evaluateAll(heard)).findIndex((text) => says(text, name));
    return place < 0 ? this.page.locator("nothing-reads-so") : all.nth(place);
  }

  /** Presses the button of this name and waits for the page it leads to; gives its status. */
  async press(name, within = this.page) {
    return this.act(await this.called("button", name, within), name);
  }

  /** Follows the link of this name. */
  async follow(name, within = this.page) {
    return this.act(await this.called("link", name, within), name);
  }

  /** The field with this label. */
  async field(label, within = this.page) {
    if (!this.readsBack) return within.getByLabel(label, { exact: typeof label === "string" }).first();
    const found = await this.reading(within.locator("label"), label);
    if ((await found.count()) === 0) return found;
    return this.page.locator(`[id="${await found.getAttribute("for")}"]`);
  }

  async act(target, name) {
    const found = await target.count();
    assert.ok(found > 0, `${this.name} finds no ${name} on ${this.page.url()}; there is:\n${await this.offered()}`);
    const isPage = (response) =>
      response.request().resourceType() === "document" && (response.status() < 300 || response.status() >= 400);
    const answer = this.page.waitForResponse(isPage);
    const [response] = await Promise.all([answer, target.first().click()]);
    await this.page.waitForLoadState("load");
    await this.look(name);
    return response.status();
  }

  /** Types into the field of this label. */
  async fill(label, value, within = this.page) {
    const field = await this.field(label, within);
    assert.ok((await field.count()) > 0, `${this.name} finds no field ${label} on ${this.page.url()}`);
    await field.fill(value);
  }

  /** Ticks a box by its label; the label is what a person clicks, the input itself is not drawn. */
  async tick(label) {
    const box = this.readsBack ? await this.field(label) : this.page.getByLabel(label).first();
    await this.page.locator(`label[for="${await box.getAttribute("id")}"]`).click();
    assert.ok(await box.isChecked(), `${label} is not ticked`);
  }

  /** Expects the page's heading. */
  async at(heading) {
    const text = (await this.page.locator("h1").first().textContent()).trim().replace(/\s+/g, " ");
    if (this.readsBack) assert.ok(says(text, heading), `${this.name} reads ${inEnglish(text)} in place of ${heading}`);
    else if (typeof heading === "string") assert.equal(text, heading, `${this.name} at ${this.page.url()}`);
    else assert.match(text, heading, `${this.name} at ${this.page.url()}`);
  }

  /** The words of the page's main part, with single spaces. */
  async reads() {
    const text = await this.page.locator("main").first().innerText();
    return (this.readsBack ? inEnglish(text) : text).replace(/\s+/g, " ");
  }

  /** Whether a text has these words in it. */
  has(text, words) {
    if (this.readsBack) return says(text, words, { inPart: true });
    return typeof words === "string" ? text.includes(words) : words.test(text);
  }

  /** Expects the banner of an acting page (ACT-3): for whom, and the way back. */
  async looksActing(consumer) {
    const page = (await this.page.locator("body").innerText()).replace(/\s+/g, " ");
    assert.ok(this.has(page, `You are acting for ${consumer}`), `no acting banner for ${consumer} on ${this.page.url()}`);
    assert.ok((await (await this.called("link", "Back to my consumers")).count()) > 0);
  }

  /** Expects words on the page. */
  async sees(words) {
    const text = await this.reads();
    const found = this.has(text, words);
    assert.ok(found, `${this.name} does not read ${words} on ${this.page.url()}:\n${text.slice(0, 3000)}`);
  }

  /** Expects that words do not stand on the page. */
  async doesNotSee(words) {
    const text = await this.reads();
    const found = this.has(text, words);
    assert.ok(!found, `${this.name} reads ${words} on ${this.page.url()}:\n${text.slice(0, 3000)}`);
  }

  /** Judges the present page; `state` names what was opened on it. */
  async look(where, state = "") {
    const states = [state, this.language].filter(Boolean).join("_");
    await look(this.page, this.findings, `${this.name}, ${where}`, { script: this.script, state: states });
  }

  /** Opens every part of the page that is folded away, and judges it again. */
  async openEverything() {
    const folded = this.page.locator("main details:not([open]) > summary");
    while ((await folded.count()) > 0) await folded.first().click();
    await this.look("with everything opened", "opened");
  }

  /** What the browser would offer: names of headings, buttons, links and fields, for a failure's text. */
  async offered() {
    return (await this.page.locator("body").ariaSnapshot().catch(() => "")).slice(0, 4000);
  }

  /** Doubles the text as WCAG 1.4.4 means it and gives how far the page then runs out of the window. */
  async overflowAtDoubleText() {
    await this.page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    const wider = await overflow(this.page);
    await this.page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
    return wider;
  }

  /** Presses Tab until the element in focus has this accessible name; fails after `most` steps. */
  async tabTo(name, most = 120) {
    for (let step = 0; step < most; step += 1) {
      await this.page.keyboard.press("Tab");
      const focused = await this.page.evaluate(() => {
        const element = document.activeElement;
        const labels = [...(element?.labels ?? [])].map((label) => label.textContent);
        const words = element?.getAttribute("aria-label") ?? labels[0] ?? element?.textContent ?? "";
        return words.trim().replace(/\s+/g, " ");
      });
      if (typeof name === "string" ? focused === name : name.test(focused)) return;
    }
    assert.fail(`${this.name} does not reach ${name} by keyboard on ${this.page.url()}`);
  }
}
