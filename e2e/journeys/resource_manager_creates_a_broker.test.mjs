// Journey (a): Rae creates a broker's account; the broker activates it with the registration code
// from the mail and a second factor, signs in, and finds an empty book.

import assert from "node:assert/strict";

import { onBothDatabases } from "../harness.mjs";
import { createBroker, PASSWORD } from "../accounts.mjs";
import { oneTimeCode } from "../totp.mjs";

onBothDatabases((journey) => {
  journey("Rae creates a broker, who activates the account and signs in", async (stage) => {
    const rae = await stage.signedIn("Rae");
    const broker = await createBroker(rae, { name: "Gil Sample", email: "gil.sample@example.test" });
    assert.match(broker.referenceNumber, /^[1-9]\d{6}$/);

    const mail = await stage.mailTo(broker.email);
    const gil = await stage.visitor("Gil");
    const key = await gilActivates(gil, mail);
    await gilSignsIn(gil, key);
    await gil.visit("/consumers");
    await gil.at("My consumers");

    await rae.page.reload();
    await rae.sees(/may act today/i);
  });

  journey("a registration code works once", async (stage) => {
    const rae = await stage.signedIn("Rae");
    const broker = await createBroker(rae, { name: "Hal Sample", email: "hal.sample@example.test" });
    const mail = await stage.mailTo(broker.email);
    await gilActivates(await stage.visitor("Hal"), mail, "hal.sample");
    const second = await stage.visitor("Second");
    await second.visit("/activate");
    await second.fill(/registration code/i, registrationCode(mail));
    const status = await second.press(/^(Continue|Activate|Next)/);
    assert.ok([404, 422, 403].includes(status), `a used code was answered with ${status}`);
  });
});

function registrationCode(mail) {
  const found = mail.match(/registration code[^A-Z0-9]*([A-Z0-9][A-Z0-9-]{7,})/i);
  assert.ok(found, `no registration code in the mail:\n${mail}`);
  return found[1];
}

/** Activation: code, then username and password, then the second factor. Gives the factor's key. */
async function gilActivates(person, mail, username = "gil.sample") {
  await person.visit("/activate");
  await person.at("Activate your assister account");
  await person.fill(/registration code/i, registrationCode(mail));
  await person.press(/^(Continue|Activate|Next)/);
  await person.fill(/^Username/, username);
  await person.fill(/^Password/, PASSWORD);
  await person.press(/^(Continue|Activate|Next)/);
  const key = await secondFactorKey(person);
  await person.fill(/code/i, oneTimeCode(key));
  await person.press(/^(Continue|Activate|Next|Confirm)/);
  await person.sees(/recovery codes/i);
  return key;
}

async function secondFactorKey(person) {
  const text = await person.reads();
  const found = text.match(/\b((?:[A-Z2-7]{4}\s?){4,}[A-Z2-7]*)\b/);
  assert.ok(found, `no key for the second factor on the page:\n${text}`);
  return found[1];
}

/** A code works once, so the sign-in takes the next one. */
async function gilSignsIn(person, key) {
  await person.context.clearCookies();
  await person.visit("/sign-in");
  await person.at("Sign in");
  await person.fill("Username or e-mail", "gil.sample");
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", person.page.getByRole("main"));
  await person.at("Enter your code");
  await person.fill(/code/i, oneTimeCode(key, 1));
  await person.press(/^(Continue|Sign in|Next)/, person.page.getByRole("main"));
}
