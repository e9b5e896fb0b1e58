// The day on which a journey plays, by Debian's libfaketime: the portal's processes see another wall clock, which goes on from
// there. Waiting times stay real. The browser keeps the machine's own.

import { execFileSync } from "node:child_process";

const SECOND = 1000;

/** A day of open enrollment for 2027, on which journeys to a plan play: they go the same way on any day of the year. */
export const OPEN_ENROLLMENT = "2026-11-24T16:00:00Z";

/** The environment of processes for whom it is so many seconds later than it is (earlier, when negative). */
function shifted(seconds) {
  const asked = ["-m", "--exclude-monotonic", "-f", "+0", "printenv", "LD_PRELOAD"];
  const library = execFileSync("faketime", asked, { encoding: "utf8" }).trim();
  const sign = seconds < 0 ? "-" : "+";
  return { LD_PRELOAD: library, FAKETIME: `${sign}${Math.abs(seconds)}`, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

let ahead = 0;

/** The environment of processes for whom it is `instant` ("2027-02-20T16:00:00Z") now. */
export function startingAt(instant) {
  ahead = Math.round((new Date(instant).getTime() - Date.now()) / SECOND);
  if (Number.isNaN(ahead)) throw new Error(`no instant: ${instant}`);
  return shifted(ahead);
}

/** Seconds since 1970 where the portal that was started last is: what an authenticator app beside it counts from. */
export function secondsThere() {
  return Date.now() / SECOND + ahead;
}
