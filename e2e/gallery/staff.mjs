// The resource manager's pages: the list, a new account of each kind with errors, an account in each state.

import { createBroker } from "../accounts.mjs";

export async function staffPages(studio) {
  const rae = await studio.signedIn("Rae");
  await rae.shot("manage");
  await rosterFiles(rae);
  await rae.visit("/manage");
  await rae.fill("Search", "Nobodyatall");
  await rae.press("Search");
  await rae.shot("manage-search-none");
  await rae.visit("/manage/lost-factor");
  await rae.press("Allow another second factor");
  await rae.shot("lost-factor-errors");
  await rae.fill(/^Username, or/, "nobody.of.this.name");
  await rae.fill(/How did you check/, "Called back at the number on file.");
  await rae.press("Allow another second factor");
  await rae.shot("lost-factor-given");
  await rae.visit("/manage/assisters/new");
  await rae.shot("new-assister");
  await rae.press("Create assister account");
  await rae.shot("new-assister-errors");
  for (const kind of ["Broker", "Navigator", "Certified application counselor"]) {
    await rae.visit("/manage/assisters/new");
    await rae.page.locator("main label").filter({ hasText: kind }).first().click();
    await rae.press("Create assister account");
    await rae.shot(`new-${kind.split(" ")[0].toLowerCase()}-errors`);
  }
  await createBroker(rae, { given: "Hal", family: "Sample", email: "hal@example.org", npn: "91100002" });
  await rae.shot("account-invited");
  for (const [name, state] of [["Cy Brand", "active"], ["Di Osman", "lapsed"]]) {
    await rae.visit("/manage");
    await rae.fill("Search", name.split(" ")[1]);
    await rae.press("Search");
    await rae.shot(`manage-search-${state}`);
    await rae.follow(name);
    await rae.shot(`account-${state}`);
  }
  await rae.visit("/manage");
  await rae.fill("Search", "Brand");
  await rae.press("Search");
  await rae.follow("Cy Brand");
  await rae.follow("Suspend");
  await rae.press("Suspend");
  await rae.shot("account-suspend-without-reason");
  await rae.fill(/Reason/, "License is being checked");
  await rae.press("Suspend");
  await rae.shot("account-suspended");
  const cy = await studio.signedIn("Cy");
  await cy.shot("book-of-a-suspended-assister");
}

/** An agency's roster, what is asked of the exchange, and an assister's own profile. */
export async function agencyPages(studio) {
  const rae = await studio.signedIn("Rae");
  const ada = await studio.signedIn("Ada");
  await ada.shot("agency");
  for (const path of ["/agency/transfer", "/agency/staff/new"]) {
    await ada.visit(path);
    await ada.press("Send the request");
    await ada.shot(`${path.replaceAll("/", "-").slice(1)}-errors`);
  }
  await ada.visit("/agency");
  await ada.follow("Nia Xiong");
  await ada.shot("agency-staff");
  await ada.follow("Inactivate");
  await ada.shot("agency-inactivate");
  await ada.fill("Reason", "On leave until spring");
  await ada.press("Inactivate");
  await ada.shot("agency-inactivated");
  const nia = await studio.signedIn("Nia");
  await nia.shot("book-without-the-agencys-approval");
  await nia.visit("/profile");
  await nia.shot("profile");
  for (const part of ["public", "hours", "absence"]) {
    await nia.visit(`/profile/${part}`);
    await nia.shot(`profile-${part}`);
  }
  await nia.visit("/profile/public");
  await nia.fill(/^City/, "Ely");
  await nia.press("Send for review");
  await nia.shot("profile-waits");
  await rae.visit("/manage");
  await rae.shot("manage-requests-wait");
  await rae.visit("/manage/requests");
  await rae.shot("requests");
  await rae.page.getByRole("link", { name: /^Other public details/ }).click();
  await rae.shot("request-profile");
  await rae.follow("Decline");
  await rae.press("Decline");
  await rae.shot("request-decline-without-reason");
  await rae.visit("/manage/agencies");
  await rae.follow("Sample Community Helpers");
  await rae.follow("Administrators");
  await rae.press("Invite");
  await rae.shot("administrators-errors");
}

const HEAD = "kind,given_name,family_name,email,npn,public_phone,certified_from,certified_until,license_until";
const ROWS = [
  "broker,Ida,Sample,ida@example.org,91100003,651-555-0177,2025-11-01,2030-10-31,2031-12-31",
  "broker,Jon,Sample,office@example.org,911A,651-555-0177,2025-11-01,soon,2031-12-31",
  "broker,Bo,Linde,bo@example.org,17500001,651-555-0199,2025-11-01,2030-10-31,2031-12-31",
  "broker,Cy,Brand,cy@example.org,17500002,651-555-0178,2025-11-01,2030-10-31,2031-12-31",
];

/** Roster files: the upload, one that is refused whole, columns to name, the rows of each result, and what was applied. */
async function rosterFiles(rae) {
  const upload = async (text) => {
    await rae.visit("/manage/import");
    const file = { name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    await rae.page.getByLabel("Roster file").setInputFiles(file);
    await rae.press("Upload and look");
  };
  await rae.visit("/manage/import");
  await rae.shot("import");
  await upload(`${HEAD}\n${ROWS[0].replace("Ida", '"Ida')}\n`);
  await rae.shot("import-refused-whole");
  await upload(`${HEAD.replace("public_phone", "Office line")}\n${ROWS.join("\n")}\n`);
  await rae.shot("import-columns");
  await upload(`${HEAD}\n${ROWS.join("\n")}\n`);
  await rae.shot("import-rows-refused");
  await rae.follow(/^Changed/);
  await rae.shot("import-rows-changed");
  await rae.press(/^Apply/);
  await rae.shot("import-without-reason");
  await rae.fill(/Reason/, "The yearly list of the agencies.");
  await rae.press(/^Apply/);
  await rae.shot("import-applied");
}
