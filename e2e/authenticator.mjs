// A device that keeps passkeys, in Chromium itself: it verifies its person at once, and can be told what it keeps.

/** Gives a person a device with a finger's sensor. */
export async function authenticator(person) {
  const browser = await person.context.newCDPSession(person.page);
  await browser.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", { options });
  const send = (what, more = {}) => browser.send(`WebAuthn.${what}`, { authenticatorId, ...more });
  return {
    /** What the device keeps. */
    kept: async () => (await send("getCredentials")).credentials,
    /** The same passkey again, with another count of how often it was used: a copy. */
    copy: async (credential, signCount) => {
      await send("removeCredential", { credentialId: credential.credentialId });
      await send("addCredential", { credential: { ...credential, signCount } });
    },
    /** Whether the person's finger is the right one. */
    verifies: (isUserVerified) => send("setUserVerified", { isUserVerified }),
  };
}

/** Presses a button whose script asks the device first, and waits for the page that its answer leads to. */
export async function pressed(person, name) {
  const button = await person.called("button", name);
  await Promise.all([person.page.waitForEvent("load"), button.click()]);
  await person.look(name);
}

/** The same where the script stays on the page and says why. */
export async function refused(person, name, why) {
  await (await person.called("button", name)).click();
  await person.page.locator("[role=alert]", { hasText: why }).waitFor();
  await person.look(`${name}, refused`, "refused");
}
