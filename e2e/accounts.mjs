// Accounts in journeys: how a resource manager makes a broker's, and the password everybody uses.

/** Long, and on no list of common ones. */
export const PASSWORD = "copper lantern river 42";

/** Rae fills in the form for a broker; gives the account with its reference number. */
export async function createBroker(rae, { name, email }) {
  await rae.visit("/manage");
  await rae.at("Assister accounts");
  await rae.follow("Create assister account");
  await rae.at("Create assister account");
  await rae.choose(/kind/i, /Broker/);
  await rae.fill(/^Name/, name);
  await rae.fill(/e-mail/i, email);
  await rae.fill(/NPN|National Producer Number/, npnOf(name));
  await rae.press("Create assister account");
  await rae.at(name);
  const text = await rae.reads();
  const referenceNumber = text.match(/\b[1-9]\d{6}\b/)?.[0] ?? "";
  return { name, email, referenceNumber };
}

/** A number of its own for each name, because an NPN is unique among active brokers. */
function npnOf(name) {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 100_000_000, 7);
  return String(900_000_000 + sum);
}
