// An agency's own day: its administrator stops a navigator who is signed in, asks for somebody new, and is invited by the
// exchange; an assister's change of public details is reviewed and then stands in the directory.

import { answerPage } from "../application.mjs";
import { day } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";

onBothDatabases((journey) => {
  journey("Ada inactivates Nia, who is signed in: her next click says why and whom to call", async (stage) => {
    const nia = await stage.signedIn("Nia");
    await nia.visit("/consumers");
    await nia.at("My consumers");
    const ada = await stage.signedIn("Ada");
    await ada.at("Roster");
    await ada.sees("Sample Community Helpers");
    await ada.sees("Approved by you");
    await ada.follow("Nia Xiong");
    await ada.sees(/May act today: Yes/);
    await ada.follow("Inactivate");
    await ada.at("Inactivate Nia Xiong");
    await ada.press("Inactivate");
    await ada.sees("Say why");
    await ada.fill("Reason", "On leave until spring.");
    await ada.press("Inactivate");
    await ada.sees("Nia Xiong has no access from now on");
    await ada.sees(/May act today: No/);

    // The page that she had open; the click leads nowhere any more.
    await nia.follow("Invite");
    await nia.at("You cannot act for consumers today");
    await nia.sees("The agency has not approved portal access.");
    await nia.sees(/Assister Resource Center.*\d{3}-\d{3}-\d{4}/);
    await nia.visit("/profile");
    await nia.sees(/May act today: No/);
    const mail = await stage.mailTo("nia@example.org");
    if (!mail.includes("On leave until spring.")) throw new Error(`Nia is not told why:\n${mail}`);

    const rae = await stage.signedIn("Rae");
    await openAccount(rae, "Xiong", "Nia Xiong");
    await rae.sees(/Agency approved access on .* On leave until spring\. Ada Berg/);
    await ada.follow("Approve access");
    await ada.fill("Reason", "Back again.");
    await ada.press("Approve access");
    await nia.visit("/consumers");
    await nia.at("My consumers");
  });

  journey("a change of public details is reviewed, and then stands in the directory", async (stage) => {
    const nia = await stage.signedIn("Nia");
    await nia.visit("/profile");
    await nia.at("Your assister profile");
    await nia.follow("Change public details");
    await nia.fill(/^Public phone/, "651-555-0199");
    await nia.fill(/^City/, "Ely");
    await nia.press("Send for review");
    await nia.sees("The exchange has not answered yet.");
    const guest = await stage.visitor("Guest", { javaScriptEnabled: false });
    await guest.visit("/assisters");
    await guest.fill(/^Name, city, county/, "Xiong");
    await guest.press("Search");
    await guest.doesNotSee("651-555-0199");

    const rae = await stage.signedIn("Rae");
    await rae.visit("/manage");
    await rae.follow("One request waits for an answer");
    await rae.at("Requests");
    await rae.act(rae.page.getByRole("link", { name: /^Other public details/ }), "the request");
    await rae.sees(/Public phone .* 651-555-0199/);
    await rae.follow("Accept");
    await rae.press("Accept");
    await rae.sees("The request is done");
    await guest.visit("/assisters");
    await guest.fill(/^Name, city, county/, "Xiong");
    await guest.press("Search");
    await guest.sees("651-555-0199");
    await guest.sees("Ely");
  });

  journey("an absence with a stand-in stands on the assister's public page", async (stage) => {
    const nia = await stage.signedIn("Nia");
    await nia.visit("/profile");
    await nia.follow("Say an absence");
    await answerPage(nia, day(/First day of the absence/, [1, 1, 2026]));
    await answerPage(nia, day(/Last day of the absence/, [12, 31, 2035]));
    await nia.press("Save the change");
    await nia.sees(/You are absent from 1 Jan 2026 until 31 Dec 2035/);
    const guest = await stage.visitor("Guest");
    await guest.visit("/assisters");
    await guest.fill(/^Name, city, county/, "Xiong");
    await guest.press("Search");
    await guest.follow("Nia Xiong");
    await guest.sees("Away from 1 Jan 2026 until 31 Dec 2035.");
    await nia.press("End the absence");
    await nia.sees("You are not absent any more.");
  });

  journey("Ada asks for somebody new, and Rae checks and creates the account", async (stage) => {
    const ada = await stage.signedIn("Ada");
    await ada.visit("/agency");
    await ada.follow("Add staff");
    await ada.fill(/^First name/, "Nell");
    await ada.fill(/^Last name/, "Sample");
    await ada.fill(/^E-mail/, "nell.sample@example.org");
    await ada.fill(/^Public phone/, "651-555-0177");
    await answerPage(ada, day(/Portal training passed on/, [9, 1, 2026]));
    await ada.fill(/^Note to the exchange/, "She begins in January.");
    await ada.press("Send the request");
    await ada.sees("Your request was sent");
    await ada.sees(/New account (Somebody new )+Waiting/);

    const rae = await stage.signedIn("Rae");
    await rae.visit("/manage/requests");
    await rae.act(rae.page.getByRole("link", { name: /^New account/ }), "the request");
    await rae.sees("She begins in January.");
    await rae.follow("Check and create the account");
    await rae.at("Create assister account");
    await answerPage(rae, day(/First day of the certification/, [11, 1, 2026]));
    await answerPage(rae, day(/Last day of the certification/, [10, 31, 2036]));
    await rae.press("Create assister account");
    await rae.at("Nell Sample");
    await rae.sees("The account of Nell Sample was created");
    await ada.visit("/agency");
    await ada.sees(/Nell Sample/);
    await ada.sees(/New account (Somebody new )+Done/);
  });

  journey("Rae ends Ada's access, and her next click asks her to sign in", async (stage) => {
    const ada = await stage.signedIn("Ada");
    await ada.at("Roster");
    const rae = await stage.signedIn("Rae");
    await rae.visit("/manage/agencies");
    await rae.follow("Sample Community Helpers");
    await rae.follow("Administrators");
    await rae.at("Administrators of Sample Community Helpers");
    await rae.act(rae.page.getByRole("link", { name: /^End access/ }), "End access");
    await rae.fill("Reason", "Left the agency.");
    await rae.press("End access");
    await rae.sees("Access ended");
    await ada.follow("Add staff");
    await ada.at("Sign in");
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
