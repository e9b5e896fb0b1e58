// The stage of a journey: a portal with practice data on each database, one browser, and people.
// A journey is a sentence and an async function that gets the stage.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { Mailbox } from "./mailbox.mjs";
import { Person } from "./person.mjs";
import { databases, Portal } from "./portal.mjs";
import { startProvider } from "./provider.mjs";

const results = join(dirname(fileURLToPath(import.meta.url)), "results");
const JOURNEY_MILLISECONDS = 600_000;

/** Starts Debian's Chromium, quiet and without calling anybody. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.ASSENT_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-gpu",
      "--disable-quic",
    ],
  });
}

/**
 * Runs the journeys that `write` names, on each database with a portal of its own. `only` names the one
 * database to use where the database can make no difference to what is tested; other settings are the portal's.
 */
export function onBothDatabases(write, { only, ...settings } = {}) {
  for (const database of databases.filter((name) => !only || name === only)) {
    describe(`on ${database}`, () => {
      const stage = new Stage(database, settings);
      before(() => stage.open(), { timeout: JOURNEY_MILLISECONDS });
      after(() => stage.close(), { timeout: JOURNEY_MILLISECONDS });
      write((sentence, journey) =>
        test(sentence, { timeout: JOURNEY_MILLISECONDS }, () => stage.play(sentence, journey)),
      );
    });
  }
}

/** Portal, browser and people of one database. */
export class Stage {
  constructor(database, settings = {}) {
    this.database = database;
    this.settings = settings;
    this.people = [];
  }

  async open() {
    // What is no practice sends its mail.
    if (this.settings.practice === false) this.mailbox = await Mailbox.open();
    if (this.settings.provider) this.provider = { ...(await startProvider()), secret: "it's 100% secret/@:" };
    const beside = { mailbox: this.mailbox, provider: this.provider };
    this.portal = await Portal.start(this.database, { ...this.settings, ...beside });
    this.provider?.knows({
      client_id: "assent",
      client_secret: this.provider.secret,
      redirect_uris: [`${this.portal.address}/sign-in/provider`],
      post_logout_redirect_uris: [`${this.portal.address}/`],
      backchannel_logout_uri: `${this.portal.address}/oidc/logout`,
    });
    this.browser = await launch();
  }

  async close() {
    await this.browser?.close();
    await this.portal?.stop();
    this.mailbox?.close();
    await this.provider?.stop();
  }

  /** A person signed in by the practice page, at this portal or at `settings.address`. */
  async signedIn(name, settings = {}) {
    const person = await this.visitor(name, settings);
    return person.signIn();
  }

  /** A person who has not signed in. */
  async visitor(name, { address = this.portal.address, ...settings } = {}) {
    const person = await Person.arrive(this.browser, address, name, settings);
    this.people.push(person);
    return person;
  }

  /** The text of the newest mail to somebody, from the practice mailbox. */
  async mailTo(recipient) {
    const reader = await this.visitor("Mail reader");
    await reader.visit("/demo/mail");
    const mails = reader.page.getByRole("article").filter({ hasText: recipient });
    const text = (await mails.count()) > 0 ? await mails.first().innerText() : await reader.reads();
    await reader.context.close();
    return text;
  }

  async play(sentence, journey) {
    try {
      await journey(this);
    } catch (error) {
      await this.keep(sentence);
      throw error;
    } finally {
      await Promise.all(this.people.splice(0).map((person) => person.context.close()));
    }
  }

  /** On a failure: each person's window and the servers' log, in e2e/results. */
  async keep(sentence) {
    const folder = join(results, `${this.database} ${sentence}`.replace(/\W+/g, "-").slice(0, 80));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "server.log"), this.portal.log());
    for (const { name, page } of this.people) {
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true }).catch(() => {});
      writeFileSync(join(folder, `${name}.html`), await page.content().catch(() => ""));
    }
  }
}
