// The harness itself is tested with planted faults: each judge must find what it is there to find.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { launch } from "./harness.mjs";
import { look, overflow, violations, watch, NARROW } from "./look.mjs";
import { oneTimeCode } from "./totp.mjs";

const SOUND = "<!doctype html><html lang=en><title>A</title><main><h1>A heading</h1><label>Name <input></label></main>";
const SMALL = '<button type=button style="width:9px;height:9px;padding:0;border:0;margin:0" aria-label="x"></button>';
const PAGES = {
  "/sound": [200, SOUND],
  "/unlabelled": [200, SOUND.replace("<label>Name <input></label>", "<input>")],
  "/pale": [200, SOUND.replace("<h1>", '<h1 style="color:#ccc;background:#fff">')],
  "/small": [200, SOUND.replace("</main>", `<p>${SMALL}${SMALL}</p></main>`)],
  "/wide": [200, SOUND.replace("<main>", '<main style="width:900px">')],
  "/broken": [500, SOUND],
  "/missing-script": [200, SOUND.replace("</main>", "</main><script src=/nothing.js></script>")],
  "/inline-script": [200, SOUND.replace("</main>", "</main><script>document.title = 'B'</script>")],
  "/throws": [200, SOUND.replace("</main>", "</main><script src=/throws.js></script>")],
  "/throws.js": [200, "throw new Error('planted')"],
  "/two-headings": [200, SOUND.replace("</h1>", "</h1><h1>B</h1>")],
  "/two-tabs": [404, SOUND],
};

const PLAIN = { pictures: false };

let browser;
let server;
let address;

before(async () => {
  server = createServer((request, response) => {
    const [status, text] = PAGES[request.url] ?? [404, ""];
    const kind = request.url.endsWith(".js") ? "text/javascript" : "text/html";
    const policy = request.url === "/inline-script" ? "script-src 'self'" : "script-src 'self' 'unsafe-inline'";
    response.writeHead(status, { "content-type": kind, "content-security-policy": policy });
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});

after(async () => {
  await browser.close();
  server.close();
});

async function judge(path, work) {
  const page = await browser.newPage();
  const findings = watch(page);
  try {
    await page.goto(address + path);
    return await work(page, findings);
  } finally {
    await page.close();
  }
}

test("a sound page passes every judge", () => judge("/sound", (page, findings) => look(page, findings, "sound", PLAIN)));

test("a page that is not there passes too: 404 is an answer", () =>
  judge("/two-tabs", (page, findings) => look(page, findings, "not there", PLAIN)));

for (const [path, rule] of [["/unlabelled", "label"], ["/pale", "color-contrast"], ["/small", "target-size"]]) {
  test(`axe finds the planted ${rule}`, () =>
    judge(path, async (page) => {
      const found = await violations(page);
      assert.ok(found.some((text) => text.startsWith(`axe ${rule}:`)), found.join("\n"));
    }));
}

test("a page wider than 320 px is found", () =>
  judge("/wide", async (page) => {
    await page.setViewportSize(NARROW);
    assert.ok((await overflow(page)) > 0);
  }));

for (const [path, words] of [
  ["/broken", /answered 500/],
  ["/missing-script", /nothing\.js answered 404/],
  ["/inline-script", /Content Security Policy/],
  ["/throws", /planted/],
  ["/two-headings", /2 headings/],
]) {
  test(`${path} is refused`, () =>
    judge(path, (page, findings) => assert.rejects(look(page, findings, "planted", PLAIN), words)));
}

test("where script is off the other judges still stand", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const findings = watch(page);
  await page.goto(`${address}/two-headings`);
  await assert.rejects(look(page, findings, "planted", { script: false }), /2 headings/);
  await context.close();
});

test("one-time codes are those of RFC 6238", () => {
  const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  assert.equal(oneTimeCode(key, 0, 59, 8), "94287082");
  assert.equal(oneTimeCode(key, 0, 1111111109, 8), "07081804");
  assert.equal(oneTimeCode(key, 1, 29, 8), "94287082");
});
