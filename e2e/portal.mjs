// Starts the portal under test: a demo database of its own for every server, on SQLite or
// PostgreSQL, on a free port; a second process on the same database; the edi command.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { startingAt } from "./clock.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.ASSENT_BINARY ?? join(here, "../target/debug/assent");
const postgres = process.env.ASSENT_TEST_POSTGRES;
const START_MILLISECONDS = 120_000;

if (!postgres && process.env.ASSENT_REQUIRE_ALL === "1") {
  throw new Error("ASSENT_TEST_POSTGRES is not set, and every test must run");
}

/** The databases that the journeys run on. */
export const databases = postgres ? ["SQLite", "PostgreSQL"] : ["SQLite"];

/** A demo portal with its own database; `stop()` ends its processes and removes the data. */
export class Portal {
  /**
   * Makes the practice data and waits until the portal answers. With `everything` it logs whatever it can, into a
   * file beside its data, and has a folder of its own for temporary files. `provider` is who people sign in through;
   * `at` is when it begins, where that is not now.
   */
  static async start(database, { households = 20, everything = false, practice = true, mailbox, provider, at } = {}) {
    const portal = new Portal();
    Object.assign(portal, { practice, mailbox, environment: { ...process.env, ...(at && startingAt(at)) } });
    portal.folder = mkdtempSync(join(tmpdir(), "assent-journey-"));
    portal.store = ["--data", join(portal.folder, "data")];
    if (provider) {
      const profile = join(portal.folder, "profile.toml");
      writeFileSync(profile, readFileSync(join(here, "../domain/profiles/mnsure.toml"), "utf8") + section(provider));
      portal.store.push("--profile", profile);
      portal.environment.ASSENT_PROVIDER_SECRET = provider.secret;
    }
    if (everything) {
      portal.temporary = join(portal.folder, "temporary");
      mkdirSync(portal.temporary);
      portal.logFile = join(portal.folder, "log");
    }
    if (database === "PostgreSQL") {
      portal.name = `journey_${process.pid}_${Date.now()}`;
      sql(`CREATE DATABASE ${portal.name}`);
      const url = new URL(postgres);
      url.pathname = `/${portal.name}`;
      portal.database = url.href;
      portal.store.unshift("--database", url.href);
    }
    portal.size = ["--households", String(households), "--assisters", "5", "--seed", "1"];
    portal.processes = [];
    try {
      portal.address = await portal.serve();
    } catch (error) {
      await portal.stop();
      throw error;
    }
    return portal;
  }

  /** One more process on the same database; gives its address. */
  async serve() {
    const port = await freePort();
    const server = spawn(binary, [...this.serving(port), ...this.store], {
      cwd: this.folder,
      env: { ...this.environment, ...(this.logFile && { ASSENT_LOG: "trace", TMPDIR: this.temporary }) },
      stdio: ["ignore", "pipe", this.logFile ? openSync(this.logFile, "a") : "pipe"],
    });
    this.processes.push(server);
    const address = `http://127.0.0.1:${port}`;
    await ready(server, `Assent is ready at ${address}`);
    return address;
  }

  /** The portal stops and goes on at another time; whoever was signed in is not any more. */
  async goOnAt(instant) {
    await Promise.all(this.processes.splice(0).map(end));
    Object.assign(this.environment, startingAt(instant));
    this.address = await this.serve();
  }

  /** Practice data, or an empty database in earnest with a mail server. */
  serving(port) {
    if (this.practice) return ["demo", "--port", String(port), ...this.size];
    const mail = ["--mail-server", this.mailbox.url, "--mail-from", "Sample Exchange <exchange@example.org>"];
    return ["serve", "--listen", `127.0.0.1:${port}`, ...mail];
  }

  /** Runs `assent edi export` and gives the text of every file it wrote. */
  exported834() {
    const out = mkdtempSync(join(this.folder, "edi-"));
    this.command("edi", "export", "--out", out);
    return readdirSync(out).sort().map((file) => readFileSync(join(out, file), "latin1"));
  }

  /** Runs a command of the binary on this portal's database and gives what it printed. */
  command(...words) {
    const where = { cwd: this.folder, env: this.environment };
    return execFileSync(binary, [...words, ...this.store], { encoding: "utf8", ...where });
  }

  /** The database as bytes: the files of SQLite, a dump of PostgreSQL. */
  rawDatabase() {
    if (this.database) return [execFileSync("pg_dump", [this.database], { maxBuffer: 1 << 30 })];
    const folder = join(this.folder, "data");
    return readdirSync(folder).filter((name) => name.includes(".db")).map((name) => readFileSync(join(folder, name)));
  }

  /** Runs a statement on the database, to plant something. */
  async plant(statement) {
    if (this.database) return execFileSync("psql", ["--no-psqlrc", "--quiet", this.database, "--command", statement]);
    const script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()";
    return execFileSync("python3", ["-c", script, join(this.folder, "data/assent.db"), statement]);
  }

  /** What the servers have logged, the last lines of it. */
  log() {
    return this.processes.map((server) => server.said?.slice(-4000)).join("\n---\n");
  }

  async stop() {
    await Promise.all(this.processes.map(end));
    if (this.name) sql(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a profile says of a provider. */
function section({ issuer }) {
  return `
[identity_provider]
name = "State ID"
issuer = "${issuer}"
client_id = "assent"
secret = "ASSENT_PROVIDER_SECRET"
second_factor_amr = ["hwk"]
`;
}

function sql(statement) {
  execFileSync("psql", ["--no-psqlrc", "--quiet", "--dbname", postgres, "--command", statement]);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function ready(server, line) {
  server.said = "";
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no "${line}" in time:\n${server.said}`)), START_MILLISECONDS);
    const listen = (piece) => {
      server.said += piece;
      if (!server.said.includes(line)) return;
      clearTimeout(late);
      resolve();
    };
    server.stdout.on("data", listen);
    server.stderr?.on("data", listen);
    server.once("error", reject);
    server.once("exit", (status) => {
      clearTimeout(late);
      reject(new Error(`the portal ended with ${status} before it was ready:\n${server.said}`));
    });
  });
}

/** Ctrl-C, as an operator would; a server that does not end cleanly in ten seconds is a failure. */
function end(server) {
  if (server.exitCode !== null || server.signalCode !== null) return undefined;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      server.kill("SIGKILL");
      reject(new Error("the portal did not stop within ten seconds of an interrupt"));
    }, 10_000);
    server.removeAllListeners("exit");
    server.once("exit", (status) => {
      clearTimeout(late);
      if (status === 0) resolve();
      else reject(new Error(`the portal ended with ${status} after an interrupt`));
    });
    server.kill("SIGINT");
  });
}
