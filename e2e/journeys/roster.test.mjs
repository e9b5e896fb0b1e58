// The resource manager's day: a correction, a renewal after a lapse, an agency that is suspended while its navigator is
// signed in; and the directory that everybody searches, without script.

import { day } from "../accounts.mjs";
import { answerPage } from "../application.mjs";
import { onBothDatabases } from "../harness.mjs";

onBothDatabases((journey) => {
  journey("Rae corrects a broker's e-mail and NPN, and both addresses are told", async (stage) => {
    const rae = await stage.signedIn("Rae");
    await openAccount(rae, "Brand", "Cy Brand");
    await rae.follow("Correct the details");
    await rae.at("Correct the details of Cy Brand");
    await rae.fill(/^E-mail/, "cy.brand@example.org");
    await rae.fill(/^National Producer Number/, "17500077");
    await rae.fill("Reason", "The broker's own letter.");
    await rae.press("Save the change");
    await rae.at("Cy Brand");
    await rae.sees("The account of Cy Brand was corrected");
    await rae.sees(/National Producer Number \(NPN\) 17500002 17500077 The broker's own letter/);
    for (const address of ["cy@example.org", "cy.brand@example.org"]) {
      const mail = await stage.mailTo(address);
      if (!mail.includes("The broker's own letter.")) throw new Error(`${address} is not told:\n${mail}`);
    }
  });

  journey("Di's certification is renewed, and her next click opens her list", async (stage) => {
    const di = await stage.signedIn("Di");
    await di.visit("/consumers", 403);
    await di.sees("The certification is not in force today.");
    const rae = await stage.signedIn("Rae");
    await openAccount(rae, "Osman", "Di Osman");
    await rae.sees(/May act today: No/);
    await rae.follow("Renew or change dates");
    await answerPage(rae, day(/Last day of the certification/, [10, 31, 2036]));
    await rae.fill("Reason", "Renewed for the coming years.");
    await rae.press("Save the change");
    await rae.sees(/May act today: Yes/);
    await di.visit("/consumers");
    await di.at("My consumers");
  });

  journey("an agency is suspended while its navigator is signed in", async (stage) => {
    const nia = await stage.signedIn("Nia");
    await nia.visit("/consumers");
    const rae = await stage.signedIn("Rae");
    await rae.visit("/manage/agencies");
    await rae.follow("Sample Community Helpers");
    await rae.follow("Suspend");
    await rae.at("Suspend Sample Community Helpers");
    await rae.sees(/Affected now: \d+ assister accounts/);
    await rae.fill("Reason", "An audit.");
    await rae.press("Suspend");
    await rae.sees("Its assisters may act today: No");
    await nia.visit("/consumers", 403);
    await nia.sees("The agency is not active.");
    await rae.follow("Reinstate");
    await rae.fill("Reason", "The audit ended well.");
    await rae.press("Reinstate");
    await nia.visit("/consumers");
  });

  journey("somebody without script finds an assister near a ZIP code and is asked to sign in to assign them", async (stage) => {
    const guest = await stage.visitor("Guest", { javaScriptEnabled: false });
    await guest.visit("/");
    await guest.follow("Find an assister", guest.page.getByRole("main"));
    await guest.at("Find an assister");
    await guest.fill(/^Name, city, county/, "55401");
    await guest.press("Search");
    await guest.sees(/Near 55401, the nearest first/);
    await guest.sees(/About \d+ miles? away/);
    await guest.act(guest.page.locator("main li h3 a"), "the nearest");
    await guest.follow("Assign this assister");
    await guest.at("Sign in");
  });
});

/** Rae finds an account by its name and opens it. */
async function openAccount(rae, search, name) {
  await rae.visit("/manage");
  await rae.fill("Search", search);
  await rae.press("Search");
  await rae.follow(name);
  await rae.at(name);
}
