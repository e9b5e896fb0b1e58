// A state's identity provider for tests: the npm package oidc-provider with a page of its own to sign in on, where the
// tester says who comes, and with which factors. `node provider.mjs OPTIONS` serves it for the tests in Rust.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

import Provider from "oidc-provider";

const SIGN_IN = (uid, prompt) => `<!doctype html><html lang="en"><title>State ID</title>
<main><h1>State ID</h1><p>${prompt}</p><form method="post" action="/interaction/${uid}">
<p><label>Name <input name="account" autocomplete="username"></label></p>
<p><label><input type="checkbox" name="key" value="yes"> With my security key</label></p>
<p><button>Sign in there</button> <button name="cancel" value="yes">Cancel</button></p></form></main></html>`;

const SIGN_OUT = (form) => `<!doctype html><html lang="en"><title>State ID</title><main><h1>Sign out of State ID?</h1>
${form}<p><button form="op.logoutForm" name="logout" value="yes">Sign out there</button></p></main></html>`;

/** A signing key with a name of its own. */
function key() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomBytes(8).toString("hex"), use: "sig", alg: "RS256" };
}

/**
 * Serves a provider at a free port. `client` is the portal's registration: client_id, client_secret, redirect_uris,
 * post_logout_redirect_uris, backchannel_logout_uri; it can come later.
 */
export async function startProvider({ client } = {}) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const cookies = { keys: [randomBytes(16).toString("hex")] };
  let serving = served(issuer, client, cookies);
  const knows = (known) => {
    client = known;
    serving = served(issuer, client, cookies);
  };
  server.on("request", (request, response) => {
    if (request.url === "/control/rollover") {
      knows(client);
      response.end("done");
    } else if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
    } else {
      serving(request, response).catch((error) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    }
  });
  return {
    issuer,
    knows,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** A provider with a new key; the sessions of the one before go on. */
function served(issuer, client, cookies) {
  const provider = new Provider(issuer, {
    clients: client
      ? [
          {
            grant_types: ["authorization_code"],
            response_types: ["code"],
            backchannel_logout_session_required: true,
            ...client,
          },
        ]
      : [],
    jwks: { keys: [key()] },
    cookies,
    acrValues: ["urn:state:1", "urn:state:2"],
    // How somebody signed in is told with every ID token; the address, as with most providers, at another place.
    claims: { openid: ["sub", "amr", "acr", "auth_time"], email: ["email", "email_verified"], sid: null },
    ttl: { Session: 3_600, Grant: 3_600, Interaction: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => (ctx.body = SIGN_OUT(form)) },
    },
    pkce: { required: () => true },
    // The portal is on this machine, which its guard takes for somebody else's.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Nobody is asked for consent: the portal is the state's own.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.org`, email_verified: !sub.startsWith("unverified") }),
    }),
  });
  const others = provider.callback();
  return async (request, response) => {
    const [, uid] = /^\/interaction\/([\w-]+)$/.exec(request.url) ?? [];
    if (!uid) return others(request, response);
    const { prompt } = await provider.interactionDetails(request, response);
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return response.end(SIGN_IN(uid, prompt.name));
    }
    let body = "";
    for await (const piece of request) body += piece;
    const form = new URLSearchParams(body);
    const login = {
      accountId: form.get("account"),
      amr: form.get("key") ? ["pwd", "hwk"] : ["pwd"],
      acr: form.get("acr") ?? "urn:state:1",
    };
    const result = form.get("cancel") ? { error: "access_denied" } : { login };
    return provider.interactionFinished(request, response, result);
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { issuer } = await startProvider(JSON.parse(process.argv[2]));
  console.log(`ready ${issuer}`);
  // It ends with whoever started it.
  process.stdin.on("end", () => process.exit(0)).resume();
}
