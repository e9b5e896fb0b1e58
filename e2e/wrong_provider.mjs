// A provider that does one thing wrong, with real keys: what the official package would never send. `node wrong_provider.mjs`
// serves it; GET /fault/NAME says what is wrong from now on, GET /logout-token/NAME gives a logout token, GET /sid/NAME
// says how it calls its session from now on, and GET /rollover/now takes another key.

import { constants, createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";

const CLIENT = "assent";
const SECRET = "it's 100% secret/@:";
const EVENT = "http://schemas.openid.net/event/backchannel-logout";

let rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
let kid = "rsa";
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwks = () => ({
  keys: [
    { ...rsa.publicKey.export({ format: "jwk" }), kid, use: "sig" },
    { ...ec.publicKey.export({ format: "jwk" }), kid: "ec", use: "sig" },
  ],
});

const encoded = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

const SIGNERS = {
  RS256: (text) => sign("sha256", Buffer.from(text), rsa.privateKey),
  PS256: (text) =>
    sign("sha256", Buffer.from(text), {
      key: rsa.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    }),
  ES256: (text) => sign("sha256", Buffer.from(text), { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
  RS512: (text) => sign("sha512", Buffer.from(text), rsa.privateKey),
  foreign: (text) => sign("sha256", Buffer.from(text), foreign.privateKey),
  public: (text) => createHmac("sha256", rsa.publicKey.export({ format: "pem", type: "spki" })).update(text).digest(),
  secret: (text) => createHmac("sha256", SECRET).update(text).digest(),
  none: () => Buffer.alloc(0),
};

/** A token; `signer` may be another than its header says. */
function token(claims, { alg = "RS256", kid: named = alg === "ES256" ? "ec" : kid, typ, signer = alg, crit } = {}) {
  const text = `${encoded({ alg, kid: named, typ, crit })}.${encoded(claims)}`;
  return `${text}.${SIGNERS[signer](text).toString("base64url")}`;
}

/** What is wrong, by its name: with the claims, and with how they are signed. */
const FAULTS = {
  none: () => ({}),
  es256: () => ({ how: { alg: "ES256" } }),
  ps256: () => ({ how: { alg: "PS256" } }),
  one_factor_long_ago: ({ now }) => ({ auth_time: now - 3_300, amr: ["pwd"] }),
  audience: () => ({ aud: "somebody-else" }),
  audience_more: () => ({ aud: [CLIENT, "somebody-else"] }),
  authorized_party: () => ({ azp: "somebody-else" }),
  nonce: () => ({ nonce: "another" }),
  no_nonce: () => ({ nonce: undefined }),
  issuer: ({ iss }) => ({ iss: `${iss}/` }),
  expired: ({ now }) => ({ iat: now - 500, exp: now - 120 }),
  issued_long_ago: ({ now }) => ({ iat: now - 3_600 }),
  issued_tomorrow: ({ now }) => ({ iat: now + 86_400, exp: now + 90_000 }),
  unsigned: () => ({ how: { alg: "none" } }),
  none_with_signature: () => ({ how: { alg: "none", signer: "RS256" } }),
  hs256_public_key: () => ({ how: { alg: "HS256", signer: "public" } }),
  hs256_secret: () => ({ how: { alg: "HS256", signer: "secret" } }),
  rs512: () => ({ how: { alg: "RS512" } }),
  foreign_key: () => ({ how: { signer: "foreign" } }),
  other_algorithm: () => ({ how: { alg: "PS256", signer: "RS256" } }),
  unknown_key: () => ({ how: { kid: "unknown" } }),
  critical: () => ({ how: { crit: ["exp"] } }),
  no_auth_time: () => ({ auth_time: undefined }),
  old_auth_time: ({ now }) => ({ auth_time: now - 86_400 }),
  long_subject: () => ({ sub: "x".repeat(300) }),
  no_subject: () => ({ sub: undefined }),
};

let fault = "none";
let sid;
let port = 0;
const issuer = () => `http://127.0.0.1:${port}`;
const codes = new Map();

function idToken(nonce) {
  const now = Math.floor(Date.now() / 1_000);
  const right = { iss: issuer(), aud: CLIENT, sub: "bo", iat: now, exp: now + 300, auth_time: now, nonce, amr: ["hwk"], sid };
  const { how, ...wrong } = (FAULTS[fault] ?? FAULTS.none)({ ...right, now });
  const whole = token({ ...right, ...wrong }, how);
  if (fault === "broken") return whole.slice(0, 100);
  return fault === "truncated" ? whole.slice(0, -40) : whole;
}

const LOGOUT_FAULTS = {
  none: () => ({}),
  es256: () => ({ how: { alg: "ES256" } }),
  sub_and_sid: () => ({ sid }),
  sid_alone: () => ({ sub: undefined, sid }),
  issuer: ({ iss }) => ({ iss: `${iss}/` }),
  audience: () => ({ aud: ["somebody-else"] }),
  expired: ({ now }) => ({ exp: now - 120 }),
  no_expiry: () => ({ exp: undefined }),
  issued_long_ago: ({ now }) => ({ iat: now - 3_600 }),
  nonce: () => ({ nonce: "x" }),
  no_event: () => ({ events: {} }),
  other_event: () => ({ events: { "http://schemas.openid.net/event/other": {} } }),
  no_subject: () => ({ sub: undefined, sid: undefined }),
  no_name: () => ({ jti: "" }),
  id_token: () => ({ how: { typ: "JWT" } }),
  unsigned: () => ({ how: { alg: "none" } }),
  hs256_public_key: () => ({ how: { alg: "HS256", signer: "public" } }),
  foreign_key: () => ({ how: { signer: "foreign" } }),
  unknown_key: () => ({ how: { kid: "unknown" } }),
  critical: () => ({ how: { crit: ["exp"] } }),
};

function logoutToken(name) {
  const now = Math.floor(Date.now() / 1_000);
  const jti = randomBytes(8).toString("hex");
  const right = { iss: issuer(), aud: CLIENT, sub: "bo", iat: now, exp: now + 120, jti, events: { [EVENT]: {} } };
  const { how, ...wrong } = (LOGOUT_FAULTS[name] ?? LOGOUT_FAULTS.none)({ ...right, now });
  const whole = token({ ...right, ...wrong }, { typ: "logout+jwt", ...how });
  return name === "truncated" ? whole.slice(0, -40) : whole;
}

function json(response, value, status = 200) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function answer(request, response) {
  const url = new URL(request.url, issuer());
  const [, what, name] = url.pathname.split("/");
  if (what === "fault") {
    fault = name;
    return response.end("done");
  }
  if (what === "sid") {
    sid = name;
    return response.end("done");
  }
  if (what === "rollover") {
    rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    kid = randomBytes(8).toString("hex");
    return response.end("done");
  }
  if (what === "logout-token") return response.end(logoutToken(name));
  if (fault === "silent") return undefined;
  if (fault === "failing") return json(response, { error: "server_error" }, 503);
  switch (url.pathname) {
    case "/.well-known/openid-configuration":
      return json(response, {
        issuer: fault === "metadata_issuer" ? `${issuer()}/` : issuer(),
        authorization_endpoint: fault === "metadata_endpoint" ? "http://192.0.2.1/authorize" : `${issuer()}/authorize`,
        token_endpoint: `${issuer()}/token`,
        userinfo_endpoint: `${issuer()}/userinfo`,
        jwks_uri: `${issuer()}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["none", "HS256", "RS256", "ES256", "PS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post"],
      });
    case "/jwks":
      return json(response, jwks());
    case "/authorize": {
      const code = randomBytes(8).toString("hex");
      codes.set(code, url.searchParams.get("nonce"));
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state"));
      if (fault === "answer_issuer") back.searchParams.set("iss", "https://somebody.example");
      response.writeHead(302, { location: back.href });
      return response.end();
    }
    case "/token": {
      let body = "";
      for await (const piece of request) body += piece;
      const form = new URLSearchParams(body);
      const nonce = codes.get(form.get("code"));
      const known = form.get("client_id") === CLIENT && form.get("client_secret") === SECRET;
      if (nonce === undefined || !known || !form.get("code_verifier")) return json(response, { error: "invalid_grant" }, 400);
      codes.delete(form.get("code"));
      if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, 700));
      const id_token = fault === "no_token" ? undefined : idToken(nonce);
      return json(response, { access_token: "opaque", token_type: "Bearer", expires_in: 60, id_token });
    }
    case "/userinfo":
      return json(response, {
        sub: fault === "user_info" ? "eve" : "bo",
        email: "bo@example.org",
        email_verified: fault !== "not_verified",
      });
    default:
      return json(response, { error: "not_found" }, 404);
  }
}

const server = createServer((request, response) => answer(request, response).catch((error) => response.destroy(error)));
server.listen(0, "127.0.0.1", () => {
  ({ port } = server.address());
  console.log(`ready ${issuer()}`);
});
process.stdin.on("end", () => process.exit(0)).resume();
