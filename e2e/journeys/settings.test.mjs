// Settings: a consumer's name, language and second factor; a password that ends the sessions elsewhere; a session that is
// ended from another device. In earnest, with mail: practice people have no passwords.

import assert from "node:assert/strict";

import { PASSWORD, makeAccount } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";
import { oneTimeCode } from "../totp.mjs";

const OTHER = "another lantern river 43";

/** Signs in with a password alone. */
async function signIn(person, username, password) {
  await person.visit("/sign-in");
  await person.fill("Username or e-mail", username);
  await person.fill("Password", password);
  await person.press("Sign in", person.page.getByRole("main"));
}

/** A consumer with an account of her own. */
async function arrive(stage, given) {
  const username = `${given.toLowerCase()}.sample`;
  const person = await stage.visitor(given);
  await makeAccount(person, stage, { given, family: "Sample", email: `${username}@example.org`, username });
  return { person, username, email: `${username}@example.org` };
}

onBothDatabases(
  (journey) => {
    journey("Zoe changes her name and her language, and is told by mail", async (stage) => {
      const { person: zoe, email } = await arrive(stage, "Zoe");
      await zoe.follow("Settings");
      await zoe.at("Settings");
      await zoe.look("/settings", "new");
      await zoe.act(zoe.page.locator("main a[href='/settings/name']"), "the name's link");
      await zoe.fill(/^Last name/, "");
      await zoe.press("Save");
      await zoe.sees("Enter your last name.");
      await zoe.fill(/^Last name/, "Berg");
      await zoe.press("Save");
      await zoe.sees("Your name was changed.");
      await zoe.sees("Zoe Berg");
      const mail = await stage.mailbox.mailTo(email, /is now/);
      assert.match(mail, /is now Zoe Berg/);
      await zoe.act(zoe.page.locator("main a[href^='/language']"), "the language's link");
      await zoe.at("Choose your language");
    });

    journey("Ida sets an app with codes up, signs in with it, and removes it", async (stage) => {
      const { person: ida, username } = await arrive(stage, "Ida");
      await ida.visit("/settings");
      await ida.follow("Set up an app with codes");
      await ida.at("Set up an app with codes");
      const key = await ida.page.locator("main kbd").first().innerText();
      await ida.fill(/^What do you call it/, "App on my phone");
      await ida.fill(/^Six-digit code/, "000000");
      await ida.press("Turn it on");
      await ida.sees("Enter the six digits that your app shows now.");
      assert.equal(await ida.page.locator("main kbd").first().innerText(), key);
      await ida.fill(/^Six-digit code/, oneTimeCode(key));
      await ida.press("Turn it on");
      await ida.at("Your recovery codes");
      await ida.follow("I have kept them");
      await ida.sees("App on my phone");
      await ida.press("Sign out");
      await signIn(ida, username, PASSWORD);
      await ida.at("Enter your code");
      await ida.fill(/^Code/, oneTimeCode(key, 1));
      await ida.press("Continue");
      await ida.visit("/settings/sessions");
      await ida.sees("This device");
      await ida.visit("/settings");
      await ida.follow("Remove the app");
      await ida.at("Remove the app with codes");
      await ida.press("Remove the app");
      await ida.sees("The app was removed.");
      await ida.press("Sign out");
      await signIn(ida, username, PASSWORD);
      await ida.visit("/home");
    });

    journey("Ann ends a session from another device, and a new password ends the rest", async (stage) => {
      const { person: ann, username } = await arrive(stage, "Ann");
      const library = await stage.visitor("Ann at the library", { javaScriptEnabled: false });
      await signIn(library, username, PASSWORD);
      await library.visit("/home");
      await ann.visit("/settings");
      await ann.follow("See where you are signed in");
      await ann.at("Where you are signed in");
      await ann.sees("Chrome on Linux");
      await ann.press(/^End Chrome on Linux/);
      await ann.sees("The session was ended.");
      await library.page.reload();
      await library.at("Sign in");

      await signIn(library, username, PASSWORD);
      await ann.visit("/settings/password");
      await ann.fill("Present password", PASSWORD);
      await ann.fill(/^New password/, "short");
      await ann.press("Save");
      await ann.sees("Use at least 12 characters.");
      await ann.fill("Present password", PASSWORD);
      await ann.fill(/^New password/, OTHER);
      await ann.press("Save");
      await ann.sees("Your password was changed.");
      await library.page.goto(new URL("/home", library.address).href);
      await library.at("Sign in");
      await signIn(library, username, OTHER);
      await library.visit("/home");

      // Who confirms comes back to where they wanted to be.
      await ann.visit("/step-up?next=%2Fsettings%2Fsessions");
      await ann.at("Confirm that it is you");
      await ann.fill("Your password", "not my password 9");
      await ann.press("Continue");
      await ann.sees("This does not match your account.");
      await ann.fill("Your password", OTHER);
      await ann.press("Continue");
      await ann.at("Where you are signed in");
    });
  },
  { practice: false },
);
