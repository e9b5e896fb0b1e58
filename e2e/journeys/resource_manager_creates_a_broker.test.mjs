// Journey (a): Rae creates a broker's account; the broker activates it with the registration code
// from the mail and a second factor, signs in, and finds an empty book.

import assert from "node:assert/strict";

import { activate, createBroker, registrationCode, signIn } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";

const GIL = { given: "Gil", family: "Sample", email: "gil.sample@example.org", npn: "91100001" };
const HAL = { given: "Hal", family: "Sample", email: "hal.sample@example.org", npn: "91100002" };

onBothDatabases((journey) => {
  journey("Rae creates a broker, who activates the account with a second factor and signs in", async (stage) => {
    const rae = await stage.signedIn("Rae");
    const account = await createBroker(rae, GIL);
    await rae.sees(/May act today: No/);

    const gil = await stage.visitor("Gil");
    const key = await activate(gil, await stage.mailTo(account.email), account.username);
    await gil.follow("I have kept them: continue");
    await gil.press("Sign out");
    await signIn(gil, account.username, key);
    await gil.at("My consumers");
    await gil.sees("Nobody has authorized you yet");

    await rae.visit(new URL(rae.page.url()).pathname);
    await rae.sees(/May act today: Yes/);
  });

  journey("a registration code works once", async (stage) => {
    const rae = await stage.signedIn("Rae");
    const account = await createBroker(rae, HAL);
    const mail = await stage.mailTo(account.email);
    await activate(await stage.visitor("Hal"), mail, account.username);

    const second = await stage.visitor("Second");
    await second.visit("/activate");
    await second.fill("Registration code", registrationCode(mail));
    assert.equal(await second.press("Continue"), 422);
    await second.at("Activate your assister account");
  });
});
