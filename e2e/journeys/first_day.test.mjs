// The first day of an installation, in earnest: `assent serve` on an empty database, one command that invites the
// first resource manager, and the browser alone from there: agency, navigator, activation, a consumer who authorizes
// her, and her application for him.

import assert from "node:assert/strict";

import { activate, day, makeAccount } from "../accounts.mjs";
import { ANA_AND_LENA, answerPage, fillIn, openFirstPage } from "../application.mjs";
import { openFromBook } from "../associations.mjs";
import { onBothDatabases } from "../harness.mjs";

const NAN = "nan.sample@example.org";

onBothDatabases(
  (journey) => {
    journey("from an empty database to an application, by the browser alone", async (stage) => {
      const rae = await stage.visitor("Rae");
      const invited = stage.portal.command("admin", "invite-staff", "--name", "Rae Sample", "--email", "rae@example.org");
      await activate(rae, invited.replace(/^Registration code for .*: /m, "Your registration code: "), "rae.sample");
      await rae.follow("I have kept them: continue");
      await rae.at("Assister accounts");

      await rae.follow("Set-up");
      await rae.at("Set up this exchange");
      await rae.sees(/An agency that is certified and under contract .* Missing/);
      await rae.follow("An agency that is certified and under contract");
      await createAgency(rae);
      const number = await createNavigator(rae);

      const nan = await stage.visitor("Nan");
      await activate(nan, await stage.mailbox.mailTo(NAN), "nan.sample");
      await nan.follow("I have kept them: continue");
      await nan.sees("Nobody has authorized you yet");

      const ana = await stage.visitor("Ana");
      await makeAccount(ana, stage, { given: "Ana", family: "Kowalski", email: "ana.k@example.org", username: "ana.k" });
      await ana.at("Your account");
      await ana.visit("/assister/find");
      await ana.fill("Seven-digit reference number", number);
      await ana.press("Search");
      await ana.follow("Assign this assister");
      await ana.press("I agree");
      await ana.at("Authorization receipt");

      await openFromBook(nan, "Ana Kowalski");
      await openFirstPage(nan);
      await nan.looksActing("Ana Kowalski");
      const visited = await fillIn(nan, ANA_AND_LENA);
      assert.ok(visited.length >= 6, visited.join(" > "));
      await ana.visit("/activity");
      await ana.sees(/Nan Sample \(navigator\) saved a page of the application/);

      await rae.visit("/manage/setup");
      await rae.sees(/An assister account Done/);
    });

    journey("a newcomer from an assister's link agrees on the fifth page", async (stage) => {
      const number = await numberOfNan(stage);
      const lee = await stage.visitor("Lee");
      const seen = [];
      const read = async () => seen.push((await lee.page.locator("h1").first().innerText()).trim());
      await lee.visit(`/assister/authorize/${number}`);
      await read();
      await lee.follow("Create your account", lee.page.getByRole("main"));
      await read();
      await makeAccount(lee, stage, { given: "Lee", family: "Sample", email: "lee@example.org", username: "lee.s", read });
      await read();
      await lee.sees("Nan Sample");
      await lee.press("I agree");
      await read();
      await lee.at("Authorization receipt");
      assert.ok(seen.length <= 5, seen.join(" > "));
    });
  },
  { practice: false },
);

async function createAgency(rae) {
  await rae.follow("Create agency");
  await answerPage(rae, [
    [/Kind of its assisters/, /^Navigator|^navigator/],
    [/Name of the agency/, "Sample Neighbors"],
    [/> Phone$/, "651-555-0170"],
    ...day(/First day of the contract/, [1, 1, 2025]),
    [/Name of the primary contact/, "Kim Sample"],
    [/E-mail of the primary contact/, "kim@example.org"],
    [/Phone of the primary contact/, "651-555-0171"],
  ]);
  await rae.press("Create agency");
  await rae.at("Sample Neighbors");
  await rae.sees("Its assisters may act today: No");
  await rae.follow("Certify");
  await rae.fill("Reason", "All papers are there.");
  await rae.press("Certify");
  await rae.sees("Its assisters may act today: Yes");
}

async function createNavigator(rae) {
  await rae.visit("/manage/assisters/new");
  await answerPage(rae, [
    [/Kind of assister/, /^Navigator|^navigator/],
    [/First name/, "Nan"],
    [/Last name/, "Sample"],
    [/Public e-mail/, NAN],
    [/E-mail/, NAN],
    [/Agency or organization/, /^Sample Neighbors/],
    [/Public phone/, "651-555-0172"],
    ...day(/First day of the certification/, [11, 1, 2025]),
    ...day(/Last day of the certification/, [10, 31, 2036]),
    ...day(/Portal training/, [10, 1, 2025]),
    ...day(/Portal assessment/, [10, 1, 2025]),
    ...day(/Agency approved access/, [10, 1, 2025]),
  ]);
  await rae.press("Create assister account");
  await rae.at("Nan Sample");
  return (await rae.reads()).match(/Reference number\s+([1-9]\d{6})\b/)[1];
}

/** As Nan reads it on her own page, which is all that a newcomer gets. */
async function numberOfNan(stage) {
  const mail = await stage.mailbox.mailTo(NAN, /reference number/i);
  return mail.match(/reference number: ([1-9]\d{6})/i)[1];
}
