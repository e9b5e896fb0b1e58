// Gate 5: what people type into sensitive fields, and the secrets they are given, stand in no log (at its most
// talkative), address, mail, temporary file or browser storage, and in no raw byte of the database where it is sealed or
// hashed. Then each kind of leak is planted, and found.

import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { activate, createBroker, registrationCode, signIn } from "../accounts.mjs";
import { ANA_AND_LENA, fillIn, openFirstPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { keptInBrowsers, marksIn, marksInFile, tokensOf } from "../canaries.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { boEnrolls, reviewAndSign } from "../main_journey.mjs";

const QUILLA = {
  "First name": "Quilla", "Last name": "Vexmark", Month: "3", Day: "29", Year: "1971",
  "E-mail": "quilla.vexmark@example.org", Username: "quilla.vexmark", Password: "violet gravel nimbus 93",
};
const GIL = { given: "Gil", family: "Orbmark", email: "gil.orbmark@example.org", npn: "91100077" };
const SSN = "419-87-6203";
const MARKED = [
  [/> Street address$/, "77 Canarymark Street"],
  [/citizenship: Ana.*> Social Security number/, SSN],
  [/> Phone/, "651-555-0193"],
  [/> E-mail/, "ana.canarymark@example.org"],
  [/^Income: Ana.*Income 1: amount/, "4651.37"],
];

/** Personal data: in no log, address, temporary file or browser storage, and mail holds none but name and address. */
const PERSONAL = {
  names: ["Vexmark", "Orbmark"],
  "birth date": ["1971-03-29", "03/29/1971", "3/29/1971", "29 Mar 1971"],
  "e-mail": ["vexmark@", "orbmark@", "canarymark@"],
  street: "Canarymark Street",
  phone: ["651-555-0193", "6515550193"],
  income: ["4651.37", "4,651.37", "465137"],
};

/** A new consumer, with the code from the mail; gives the code. */
async function registers(quilla, stage) {
  await quilla.visit("/create-account");
  for (const [label, value] of Object.entries(QUILLA)) await quilla.fill(label, value);
  await quilla.press("Create account", quilla.page.getByRole("main"));
  const [code] = (await stage.mailTo(QUILLA["E-mail"])).match(/\b\d{8}\b/);
  await quilla.fill("Eight-digit code", code);
  await quilla.press("Continue");
  return code;
}

/** A new broker, who signs in with the second factor; gives what must stay secret. */
async function brokerOf(rae, gil, stage) {
  const account = await createBroker(rae, GIL);
  const mail = await stage.mailTo(account.email);
  const key = await activate(gil, mail, account.username);
  const recovery = (await gil.reads()).match(/\b[A-Z0-9]{4,5}(-[A-Z0-9]{4,5})+\b/g) ?? [];
  assert.ok(recovery.length >= 5, `recovery codes: ${await gil.reads()}`);
  await gil.follow("I have kept them: continue");
  await gil.press("Sign out");
  await signIn(gil, account.username, key);
  return { "second factor": [key, key.replaceAll(" ", "")], "recovery codes": recovery, "registration code": registrationCode(mail) };
}

/** Ana's household applies with marked answers and enrolls, by Bo. */
async function applies(ana, bo, stage) {
  await authorizeBo(ana, stage);
  const base = await openFromBook(bo, "Ana Kowalski");
  await openFirstPage(bo);
  await fillIn(bo, [...MARKED, ...ANA_AND_LENA]);
  await reviewAndSign(bo);
  await bo.visit(`${base}/plans`);
  await boEnrolls(bo);
}

onBothDatabases(
  (journey) => {
    journey("marks of sensitive fields are found nowhere, and planted ones everywhere", async (stage) => {
      const addresses = [];
      const watched = (person) => {
        person.context.on("request", (request) => addresses.push(request.url()));
        return person;
      };
      const [ana, bo, rae] = [await stage.signedIn("Ana"), await stage.signedIn("Bo"), await stage.signedIn("Rae")];
      const [quilla, gil] = [await stage.visitor("Quilla"), await stage.visitor("Gil")];
      const people = [ana, bo, rae, quilla, gil].map(watched);
      const code = await registers(quilla, stage);
      const secrets = { ...(await brokerOf(rae, gil, stage)), "one-time code": code };
      await applies(ana, bo, stage);
      await ana.visit("/activity");
      Object.assign(secrets, {
        tokens: await tokensOf(people),
        passwords: [QUILLA.Password, "copper lantern river 42"],
        "Social Security number": [SSN, SSN.replaceAll("-", "")],
      });
      const all = { ...PERSONAL, ...secrets };
      const { portal } = stage;

      // What the page of the practice mailbox shows of every mail; codes are what mails are for.
      const reader = await stage.visitor("Reader");
      await reader.visit("/demo/mail");
      const mails = Buffer.from(await reader.reads());
      const inMail = ({ names, "e-mail": email, "one-time code": once, "registration code": registration, ...rest }) => rest;
      assert.deepEqual(marksIn(mails, inMail(all)), [], "mails");
      assert.ok(marksIn(mails, all).includes("one-time code"), "the mails were read");

      assert.deepEqual(marksInFile(portal.logFile, all), [], "log");
      assert.deepEqual(marksIn(Buffer.from(addresses.join("\n")), all), [], "addresses");
      assert.deepEqual(marksInFile(portal.temporary, all), [], "temporary files");
      assert.deepEqual(await keptInBrowsers(people), [], "browser storage");
      assert.deepEqual(portal.rawDatabase().flatMap((bytes) => marksIn(bytes, secrets)), [], "raw bytes of the database");
      assert.ok(portal.rawDatabase().some((bytes) => marksIn(bytes, PERSONAL).includes("e-mail")), "the bytes were read");
      await reader.visit("/metrics", 404);

      // The controls: each kind of leak, planted.
      appendFileSync(portal.logFile, `{"level":"TRACE","fields":{"typed":"${SSN}"}}\n`);
      assert.deepEqual(marksInFile(portal.logFile, all), ["Social Security number"]);
      await ana.visit(`/home?of=${encodeURIComponent("77 Canarymark Street")}`);
      assert.deepEqual(marksIn(Buffer.from(addresses.join("\n")), all), ["street"]);
      writeFileSync(join(portal.temporary, "upload"), Buffer.from(`code ${code}`));
      assert.deepEqual(marksInFile(portal.temporary, all), ["one-time code"]);
      await gil.page.evaluate(() => localStorage.setItem("draft", "Orbmark"));
      assert.equal((await keptInBrowsers(people)).length, 1);
      await portal.plant(`UPDATE consumers SET phone = '${SSN}' WHERE email LIKE 'quilla%'`);
      const raw = portal.rawDatabase().flatMap((bytes) => marksIn(bytes, secrets));
      assert.ok(raw.includes("Social Security number"), `planted in the database, found ${raw}`);
    });
  },
  { everything: true, at: OPEN_ENROLLMENT },
);
