// Passkeys: added in the settings, used alone, after the password and to confirm; a copy of one is refused and turned off; what
// the page says where none can be used. In earnest, with mail: practice people have no passwords.

import assert from "node:assert/strict";

import { PASSWORD, makeAccount } from "../accounts.mjs";
import { authenticator, pressed, refused } from "../authenticator.mjs";
import { onBothDatabases } from "../harness.mjs";

/** Passkeys are bound to a name: a number has none. */
const named = (address) => address.replace("127.0.0.1", "localhost");

/** A consumer with an account of her own and a device. */
async function arrive(stage, given) {
  const username = `${given.toLowerCase()}.passkey`;
  const person = await stage.visitor(given, { address: named(stage.portal.address) });
  const email = `${username}@example.org`;
  await makeAccount(person, stage, { given, family: "Sample", email, username });
  return { person, username, email, device: await authenticator(person) };
}

/** Adds a passkey, from the settings on; ends with the recovery codes, which come with the first one. */
async function add(person, name) {
  await person.visit("/settings");
  await person.follow("Add a passkey");
  await person.at("Add a passkey");
  await person.fill(/^What do you call it/, name);
  await pressed(person, "Make the passkey");
}

async function givePassword(person, username) {
  await person.visit("/sign-in");
  await person.fill("Username or e-mail", username);
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", person.page.getByRole("main"));
}

onBothDatabases(
  (journey) => {
    journey("Pia adds a passkey, signs in with it alone and after her password, and confirms with it", async (stage) => {
      const { person: pia, username, email, device } = await arrive(stage, "Pia");
      await pia.visit("/settings");
      await pia.sees("You have no passkey yet.");
      await add(pia, "x".repeat(61));
      await pia.sees("Use at most 60 letters.");
      assert.equal((await device.kept()).length, 0, "nothing is made for a form with a mistake");
      await pia.fill(/^What do you call it/, "My phone");
      await pressed(pia, "Make the passkey");
      await pia.at("Your recovery codes");
      await stage.mailbox.mailTo(email, /A passkey was added/);
      assert.equal((await device.kept()).length, 1);
      await pia.follow("I have kept them");
      await pia.sees("My phone");
      await pia.sees("Not used yet");

      await pia.press("Sign out");
      await pia.visit("/sign-in?next=%2Fsettings");
      await pressed(pia, "Sign in with a passkey");
      await pia.at("Settings");
      assert.doesNotMatch(await pia.reads(), /Not used yet/);

      await pia.visit("/step-up?next=%2Fsettings%2Fsessions");
      await pressed(pia, "Use a passkey");
      await pia.at("Where you are signed in");

      await pia.press("Sign out");
      await givePassword(pia, username);
      await pia.at("Enter your code");
      await pressed(pia, "Use a passkey");
      await pia.visit("/home");

      await pia.visit("/settings/passkeys/add");
      await refused(pia, "Make the passkey", "This device has a passkey for your account already.");
      await pia.visit("/settings");
      await pia.follow("Remove My phone");
      await pia.at("Remove a passkey");
      await pia.sees("Then your password alone is enough to sign in.");
      await pia.press("Remove the passkey");
      await pia.sees("The passkey was removed.");
      await stage.mailbox.mailTo(email, /A passkey was removed/);
      await pia.press("Sign out");
      await pia.visit("/sign-in");
      await pressed(pia, "Sign in with a passkey");
      await pia.sees("This passkey did not work.");
    });

    journey("A copy of Uma's passkey is refused and turned off, and she is told", async (stage) => {
      const { person: uma, username, email, device } = await arrive(stage, "Uma");
      await add(uma, "My key");
      await uma.at("Your recovery codes");
      const code = (await uma.page.locator("main li").first().innerText()).trim();
      await uma.press("Sign out");
      await uma.visit("/sign-in");
      await pressed(uma, "Sign in with a passkey");
      await uma.visit("/home");
      await uma.press("Sign out");

      const [own] = await device.kept();
      assert.ok(own.signCount > 0);
      await device.copy(own, 0);
      await uma.visit("/sign-in");
      await pressed(uma, "Sign in with a passkey");
      await uma.sees("This passkey did not work.");
      await stage.mailbox.mailTo(email, /may be a copy/);
      await device.copy(own, own.signCount + 10);
      await pressed(uma, "Sign in with a passkey");
      await uma.sees("This passkey did not work.");

      await givePassword(uma, username);
      await uma.at("Enter your code");
      assert.equal(await uma.page.getByRole("button", { name: "Use a passkey" }).count(), 0);
      await uma.fill("Recovery code", code);
      await uma.press("Continue");
      await uma.visit("/settings");
      await uma.sees("We turned off My key.");
      await uma.sees("Turned off");
    });

    journey("Whoever stops, has another finger, no script or another address is told how to go on", async (stage) => {
      const { person: eva, device } = await arrive(stage, "Eva");
      await add(eva, "");
      await eva.at("Your recovery codes");
      await eva.press("Sign out");
      await device.verifies(false);
      await eva.visit("/sign-in");
      await refused(eva, "Sign in with a passkey", "No passkey was used. You can try again, or go on without one.");
      await device.verifies(true);
      await pressed(eva, "Sign in with a passkey");
      await eva.visit("/settings");
      await eva.sees("Your passkey");

      const plain = await stage.visitor("Eva without script", {
        address: named(stage.portal.address),
        javaScriptEnabled: false,
      });
      await plain.visit("/sign-in");
      await plain.sees("Passkeys need JavaScript, and it is off in this browser.");
      assert.equal(await plain.page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);

      const elsewhere = await stage.visitor("Eva at a number");
      await elsewhere.visit("/sign-in");
      await elsewhere.sees("Passkeys work at this address only:");
      assert.equal(await elsewhere.page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
      await elsewhere.follow(named(stage.portal.address));
      assert.equal(new URL(elsewhere.page.url()).hostname, "localhost");
    });
  },
  { practice: false },
);
