// One-time codes of RFC 6238 (SHA-1, 6 digits, 30 seconds), as an authenticator app makes them.

import { createHmac } from "node:crypto";

import { secondsThere } from "./clock.mjs";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_SECONDS = 30;

/** The code for a key as it is shown on the page (base32, spaces allowed), `ahead` steps from now. */
export function oneTimeCode(key, ahead = 0, seconds = secondsThere(), digits = 6) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / STEP_SECONDS) + ahead));
  const digest = createHmac("sha1", bytesOf(key)).update(counter).digest();
  const offset = digest[digest.length - 1] & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

function bytesOf(key) {
  let bits = "";
  for (const letter of key.toUpperCase().replace(/[\s=-]/g, "")) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error("the key holds a letter that base32 does not have");
    bits += value.toString(2).padStart(5, "0");
  }
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
