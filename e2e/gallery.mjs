// Photographs every page in every state, at 1280 and 320 px, for people to look at: `npm run gallery`. Starts a
// portal with practice data of its own, plays scenes (gallery/*.mjs), and leaves in e2e/gallery-pictures a folder
// of pictures, and sheets of several pages each. Says what axe and a ruler find; the journeys are the tests.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { OPEN_ENROLLMENT } from "./clock.mjs";
import { application } from "./gallery/application.mjs";
import { assisterPages } from "./gallery/assister.mjs";
import { consumerPages } from "./gallery/consumer.mjs";
import { publicPages } from "./gallery/public.mjs";
import { refusals } from "./gallery/refusals.mjs";
import { agencyPages, staffPages } from "./gallery/staff.mjs";
import { launch, Stage } from "./harness.mjs";
import { LONGEST_PICTURE, NARROW, overflow, violations, WIDE } from "./look.mjs";
import { Person } from "./person.mjs";
import { Portal } from "./portal.mjs";

const pictures = join(dirname(fileURLToPath(import.meta.url)), "gallery-pictures");
const HOUSEHOLDS = 200;
/** Pages on one sheet, how wide each is drawn there, and after how many pixels it is cut. */
const SHEETS = [
  { width: 1280, perSheet: 6, drawn: 760, columns: 2, tallest: 1000 },
  { width: 320, perSheet: 7, drawn: 320, columns: 7, tallest: 1900 },
];

const SCENES = { public: publicPages, consumer: consumerPages, application, assister: assisterPages, staff: staffPages, agency: agencyPages, refusals };

/** A person who is photographed instead of judged at every step. */
class Sitter extends Person {
  async look() {
    this.findings.splice(0);
  }

  /** Takes the page as it stands, at both widths; `name` says page and state. */
  async shot(name) {
    const said = [];
    const note = (text) => said.push(`${name}: ${text}`);
    for (const size of [WIDE, NARROW]) {
      await this.page.setViewportSize(size);
      for (const text of this.script ? await violations(this.page) : []) note(`at ${size.width} px: ${text}`);
      const wider = await overflow(this.page);
      if (wider > 0) note(`${wider} px wider than a window of ${size.width} px`);
      const file = join(pictures, String(size.width), `${this.stage.nextNumber(size)}-${name}.png`);
      const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width: size.width, height: Math.min(height, LONGEST_PICTURE) };
      await this.page.screenshot({ path: file, fullPage: true, clip, timeout: 60_000 });
    }
    await this.page.setViewportSize(WIDE);
    if ((await this.overflowAtDoubleText()) > 0) note("runs out of the window with text of double size");
    if ((await this.page.locator("h1").count()) !== 1) note("has not exactly one heading of the first level");
    this.stage.said.push(...said);
  }
}

class Studio extends Stage {
  said = [];
  counters = {};

  nextNumber({ width }) {
    this.counters[width] = (this.counters[width] ?? 0) + 1;
    return `${this.scene}-${String(this.counters[width]).padStart(3, "0")}`;
  }

  async visitor(name, { address = this.portal.address, ...settings } = {}) {
    const sitter = await Sitter.arrive(this.browser, address, name, settings);
    sitter.stage = this;
    this.people.push(sitter);
    return sitter;
  }

  /** Plays one scene on a portal of its own; what breaks it is reported, and the next scene still gets its turn. */
  async playScene(name) {
    this.scene = name;
    this.counters = {};
    this.portal = await Portal.start(this.database, { households: HOUSEHOLDS, at: OPEN_ENROLLMENT });
    this.browser = await launch();
    try {
      await SCENES[name](this);
    } catch (error) {
      this.said.push(`the scene ${name} broke off: ${error.stack}`);
    } finally {
      await Promise.all(this.people.splice(0).map((person) => person.context.close()));
      await this.portal.stop();
    }
    await this.drawSheets(name);
    await this.browser.close();
  }

  /** Several pictures on one, so that a whole scene can be seen at a glance. */
  async drawSheets(scene) {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    for (const { width, perSheet, drawn, columns, tallest } of SHEETS) {
      const files = picturesOf(scene, width);
      for (let first = 0; first < files.length; first += perSheet) {
        const cells = files.slice(first, first + perSheet).map((file) => {
          return `<figure><figcaption>${file}</figcaption><img width="${drawn}" src="${file}"></figure>`;
        });
        const sheet = join(pictures, "sheet.html");
        writeFileSync(sheet, `<!doctype html><style>body{margin:0;display:grid;grid-template-columns:repeat(${columns},${drawn}px);gap:8px;background:#888}
          figure{margin:0;max-height:${tallest}px;overflow:hidden}figcaption{background:#ff0;font:14px sans-serif}</style>${cells.join("")}`);
        await page.goto(pathToFileURL(sheet).href);
        await page.setViewportSize({ width: columns * (drawn + 8), height: 800 });
        await page.screenshot({ path: join(pictures, `sheet-${width}-${scene}-${first / perSheet + 1}.png`), fullPage: true });
      }
    }
    await context.close();
  }
}

/** The pictures of a scene at one width, in the order they were taken. */
function picturesOf(scene, width) {
  const files = readdirSync(join(pictures, String(width))).filter((file) => file.startsWith(`${scene}-`));
  return files.sort().map((file) => `${width}/${file}`);
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !(name in SCENES));
  if (unknown.length > 0) {
    console.error(`There is no scene ${unknown.join(", ")}; there are: ${Object.keys(SCENES).join(", ")}.`);
    return 2;
  }
  const scenes = wanted.length > 0 ? wanted : Object.keys(SCENES);
  if (wanted.length === 0) rmSync(pictures, { recursive: true, force: true });
  for (const { width } of SHEETS) mkdirSync(join(pictures, String(width)), { recursive: true });
  const studio = new Studio("SQLite");
  for (const scene of scenes) {
    for (const { width } of SHEETS) picturesOf(scene, width).forEach((file) => rmSync(join(pictures, file)));
    await studio.playScene(scene);
  }
  writeFileSync(join(pictures, "said.txt"), studio.said.join("\n"));
  console.log([...studio.said, `${pictures}: ${scenes.join(", ")}; ${studio.said.length} remarks`].join("\n"));
  return studio.said.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
