// Sign-in through a state's own identity provider (ID-1), the package oidc-provider: a broker with a step-up and out again in
// both places, an account that is linked with its consent, and a provider that is down.

import assert from "node:assert/strict";

import { PASSWORD, makeAccount } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";

/** Goes to the provider by the link of this name. Its pages are none of ours: they are not judged. */
async function goThere(person, link = "Sign in with State ID") {
  await person.page.getByRole("link", { name: link }).click();
  await person.page.waitForURL(/\/interaction\//);
  await person.at("State ID");
}

/** Signs in on the provider's page, after the link of this name. */
async function signInThere(person, name, { key = false, link } = {}) {
  await goThere(person, link);
  await person.fill("Name", name);
  if (key) await person.page.getByLabel("With my security key").check();
  await person.press("Sign in there");
}

onBothDatabases(
  (journey) => {
    journey("Bo signs in through the provider, confirms there who he is, and signs out in both places", async (stage) => {
      stage.portal.command("admin", "link-identity", "--email", "bo@example.org", "--subject", "bo");
      const bo = await stage.visitor("Bo");
      await bo.visit("/consumers");
      await bo.at("Sign in");
      await signInThere(bo, "bo", { key: true });
      assert.equal(new URL(bo.page.url()).pathname, "/consumers");
      await bo.visit("/settings");
      await bo.sees("State ID");

      // What he signed in with was long ago.
      await stage.portal.plant("UPDATE sessions SET confirmed_at = confirmed_at - 600000000 WHERE provider_link IS NOT NULL");
      await bo.page.goto(new URL("/settings/sessions", bo.address).href);
      await bo.at("Confirm that it is you");
      await bo.look("/step-up", "state-id");
      await signInThere(bo, "bo", { link: "Confirm with State ID" });
      await bo.sees("You signed in there without a second factor.");
      await bo.page.goto(new URL("/step-up?next=%2Fsettings%2Fsessions", bo.address).href);
      await signInThere(bo, "bo", { key: true, link: "Confirm with State ID" });
      await bo.at("Where you are signed in");

      // Another device is signed in through the provider too, and by the same sign-in there.
      const second = await bo.context.newPage();
      // The page between, which is left at once: here the way on is shut for as long as it is looked at.
      const away = /\/session\/end\?/;
      const stayed = new Promise((resolve) => {
        bo.page.route(away, (route) => route.fulfill({ status: 204 }).then(() => setTimeout(resolve, 500)));
      });
      await bo.page.getByRole("button", { name: "Sign out" }).click();
      await bo.page.getByRole("heading", { level: 1, name: "You are signed out" }).waitFor();
      await stayed;
      await bo.look("/sign-out", "goodbye");
      await bo.page.unroute(away);
      await bo.page.getByRole("link", { name: "Go on to State ID" }).click();
      await bo.page.waitForURL(away);
      await bo.at("Sign out of State ID?");
      await bo.press("Sign out there");
      assert.equal(bo.page.url(), `${stage.portal.address}/`);
      await second.goto(new URL("/consumers", bo.address).href);
      await second.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
      await bo.visit("/sign-in");
      await goThere(bo);
    });

    journey("Whoever signs out at the provider is signed out here", async (stage) => {
      const bo = await stage.visitor("Bo");
      await bo.visit("/sign-in");
      await signInThere(bo, "bo", { key: true });
      await bo.page.goto(`${stage.provider.issuer}/session/end`);
      await bo.page.getByRole("button", { name: "Sign out there" }).click();
      await bo.page.waitForURL(/success/);
      await bo.page.goto(new URL("/consumers", bo.address).href);
      await bo.at("Sign in");
    });

    journey("Somebody without an account is told so in one sentence, and nothing is made", async (stage) => {
      const eli = await stage.visitor("Eli");
      await eli.visit("/sign-in");
      await signInThere(eli, "nobody", { key: true });
      await eli.at("You are not signed in");
      await eli.look("/sign-in/provider", "refused");
      await eli.sees("We could not sign you in this way, and nothing was changed.");
      await eli.follow("Back to sign in");
      await eli.at("Sign in");
    });
  },
  { provider: true },
);

onBothDatabases(
  (journey) => {
    journey("Zoe links her account with who she is at the provider, and takes the link away again", async (stage) => {
      const zoe = await stage.visitor("Zoe");
      const account = { given: "Zoe", family: "Sample", email: "zoe@example.org", username: "zoe.sample" };
      await makeAccount(zoe, stage, account);
      await zoe.press("Sign out");
      await zoe.visit("/sign-in");
      await signInThere(zoe, "zoe");
      await zoe.at("Sign in");
      await zoe.sees("State ID knows you, and your account here is not linked with it yet.");
      await zoe.look("/sign-in", "to-link");
      await zoe.fill("Username or e-mail", "zoe.sample");
      await zoe.fill("Password", PASSWORD);
      await zoe.press("Sign in", zoe.page.getByRole("main"));
      await zoe.at("Sign in with State ID");
      await zoe.sees("State ID knows you as zoe@example.org. Do you want to link it with this account?");
      await zoe.look("/settings/provider", "asked");
      await zoe.press("Link my account");
      await zoe.sees("Your account is linked.");
      await zoe.look("/settings", "linked");
      assert.match(await stage.mailbox.mailTo("zoe@example.org", /was linked with State ID/), /State ID/);
      await zoe.press("Sign out");

      // Both ways lead in.
      await zoe.visit("/sign-in");
      await zoe.page.getByRole("link", { name: "Sign in with State ID" }).click();
      await zoe.page.waitForURL(/\/home$/);
      await zoe.visit("/settings");
      await zoe.act(zoe.page.locator("main a[href='/settings/provider']"), "the link's link");
      await zoe.sees("You can remove the link.");
      await zoe.press("Remove the link");
      await zoe.sees("The link was removed.");
      await zoe.sees("Not linked");
    });
  },
  { provider: true, practice: false },
);

onBothDatabases(
  (journey) => {
    journey("A provider that is down says so, and the other way in is there", async (stage) => {
      await stage.provider.stop();
      const ida = await stage.visitor("Ida");
      await ida.visit("/sign-in");
      await ida.follow("Sign in with State ID");
      await ida.at("State ID does not answer");
      await ida.look("/sign-in/provider/begin", "down");
      await ida.sees("If you have a username and a password here, sign in with them.");
      await ida.follow("Back to sign in");
      await ida.at("Sign in");
      const ana = await stage.signedIn("Ana");
      await ana.visit("/home");
    });
  },
  { provider: true },
);
