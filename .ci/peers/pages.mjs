// pages.mjs DIR [CHECK …]: Chromium and axe-core on pages of every kind, as a person meets them.
//
// DIR holds a folder a publication (nb, nn, en, hostile, long), served here as samling
// serves them: the same content security policy, a tombstone with 410 at its record's
// address. axe-core finds no violation of WCAG 2.1 A and AA, in light and dark, at 360 and
// 1280 pixels; nothing is wider than 320 pixels; the list is complete with scripts off;
// with them search, filters, address, Back and copying work; hostile texts run nothing.
// With SHOTS=FOLDER in the environment each page is pictured there.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const [dir, ...parts] = process.argv.slice(2);
const wanted = (name) => parts.length === 0 || parts.some((part) => name.startsWith(part));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
  + "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' };
let failed = 0;

const check = (what, faults, count = '') => {
  if (faults.length === 0) return console.log(`peers: ok   ${what} ${count}`.trimEnd());
  failed += 1;
  return console.log(`peers: FAIL ${what}: ${faults.slice(0, 4).join('; ').replace(/\s+/g, ' ')}`);
};
const equal = (what, got, want) => (JSON.stringify(got) === JSON.stringify(want) ? [] : [`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`]);

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname)).replace(/^\/+/, '');
  const [site, ...rest] = path.split('/');
  for (const [status, file] of [[200, path], [410, join(site, 'gone', ...rest)]]) {
    const body = await readFile(join(dir, file)).catch(() => null);
    if (body) {
      response.writeHead(status, { 'Content-Type': TYPES[file.split('.').pop()] ?? 'text/plain', 'Content-Security-Policy': POLICY });
      return response.end(body);
    }
  }
  response.writeHead(404);
  return response.end();
});
await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });

// open opens a page in a context of its own and closes it after use.
async function open(path, options, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('dialog', (dialog) => { faults.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('pageerror', (error) => faults.push(`an error: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/410/.test(message.text())) faults.push(message.text()); });
  page.on('request', (request) => { if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(`asks for ${request.url()}`); });
  try {
    await page.goto(base + path);
    return [...await use(page), ...faults];
  } catch (error) {
    return [...faults, error.message];
  } finally { await context.close(); }
}

// --- WCAG 2.1 AA, by axe-core, which the page's policy would keep out: it is evaluated, not loaded.

const KINDS = {
  list: 'nb/index.html', record: 'nb/item/h5v2dq7n3xka.html', 'record with history': 'nb/item/jwpdfafxuwas.html',
  tombstone: 'nb/item/zzw5q7oq2k4b.html', body: 'nb/org/iris.html', types: 'nb/types.html', collection: 'nb/collection/omstilling.html', status: 'nb/status.html',
  'list in Nynorsk': 'nn/index.html', 'record in English': 'en/item/q3lhtxgqv2ya.html', 'status in English': 'en/status.html',
};

async function violations(page) {
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  return found.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`);
}

const wider = (page, width) => page.evaluate((w) => (document.documentElement.scrollWidth > w ? [`${document.documentElement.scrollWidth} pixels wide, not ${w}`] : []), width);

for (const [name, path] of Object.entries(KINDS).filter(([kind]) => wanted(`axe ${kind}`))) {
  const faults = [];
  let looks = 0;
  faults.push(...await open(path, { reducedMotion: 'reduce' }, async (page) => {
    const found = [];
    await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [360, 1280]) {
        looks += 1;
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name.replaceAll(' ', '-')}-${width}-${colorScheme}.png`), fullPage: true });
        found.push(...[...await violations(page), ...await wider(page, width)].map((f) => `${colorScheme} ${width}: ${f}`));
      }
    }
    await page.setViewportSize({ width: 320, height: 640 });
    return [...found, ...await wider(page, 320)];
  }));
  check(`axe      ${name}`, faults, `${looks} looks, none wider than 320`);
}

// --- The list, without and with its script.

const shown = (page) => page.locator('li.entry:visible').count();

if (wanted('no script: the list is complete')) check('no script: the list is complete', await open('nb/index.html', { javaScriptEnabled: false }, async (page) => [
  ...equal('entries', await shown(page), 7), ...equal('form', await page.locator('form.find').isVisible(), false),
]));

if (wanted('search and filters')) check('search and filters', await open('nb/index.html', {}, async (page) => {
  const said = () => page.locator('form.find output').textContent();
  const query = () => new URL(page.url()).search;
  const faults = [...equal('all', [await shown(page), await said()], [7, '7 poster'])];
  await page.getByLabel('Søk').pressSequentially('REGIONRÅD norge');
  await page.waitForFunction(() => location.search !== '');
  faults.push(...equal('found', [await shown(page), await said(), query()], [1, '1 av 7 poster', '?q=REGIONR%C3%85D+norge']));
  await page.getByLabel('Søk').fill('finnes ikke');
  await page.waitForFunction(() => document.querySelector('output').value.startsWith('Ingen'));
  faults.push(...equal('none', [await shown(page), await page.locator('section.source:visible').count()], [0, 0]));
  await page.goBack();
  faults.push(...equal('back', [await shown(page), query()], [7, '']));
  await page.getByLabel('Utgiver').selectOption('distriktssenteret');
  faults.push(...equal('publisher', [await shown(page), query()], [2, '?publisher=distriktssenteret']));
  faults.push(...equal('feed', await page.locator('.follow').getAttribute('href'), 'feeds/publisher/distriktssenteret.xml'));
  faults.push(...equal('counts', await page.getByLabel('År').locator('option:not([disabled])').allTextContents(), ['Alle', '2018 (1)', '2016 (1)']));
  await page.getByLabel('År').selectOption('2016');
  faults.push(...equal('year', [await shown(page), query()], [1, '?publisher=distriktssenteret&year=2016']));
  await page.goBack();
  faults.push(...equal('back to publisher', [await shown(page), await page.getByLabel('År').inputValue()], [2, '']));
  await page.getByRole('button', { name: 'Vis alle' }).click();
  return [...faults, ...equal('reset', [await shown(page), query()], [7, ''])];
}));

if (wanted('a selection is linked to')) check('a selection is linked to', await open('en/index.html?type=rapport&source=samarbeide-interkommunalt&year=2013&publisher=nibr&q=styring', {}, async (page) => [
  ...equal('found', [await shown(page), await page.locator('output').textContent()], [1, '1 of 7 entries']),
  ...equal('type', await page.getByLabel('Type').inputValue(), 'rapport'),
]));

if (wanted('a value that is no more')) check('a value that is no more', await open('en/index.html?publisher=no-such', {}, async (page) => equal('found', [await shown(page), await page.locator('#find-publisher').inputValue()], [0, 'no-such'])));

if (wanted('a citation is copied')) check('a citation is copied', await open('nb/item/cn467b6ihdl6.html', { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
  await page.getByText('BibTeX', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Kopier' }).first().click();
  await page.getByText('Kopiert').waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  return text.startsWith('@online{samling-cn467b6ihdl6,') ? [] : [text];
}));

if (wanted('the keyboard sees where it is')) check('the keyboard sees where it is', await open('nb/index.html', {}, async (page) => {
  await page.keyboard.press('Tab');
  const faults = equal('skip link', await page.evaluate(() => document.activeElement.getAttribute('href')), '#content');
  for (let i = 0; i < 30; i += 1) {
    const outline = await page.evaluate(() => [document.activeElement.outerHTML.slice(0, 60), getComputedStyle(document.activeElement).outlineStyle]);
    if (outline[1] === 'none' && !outline[0].startsWith('<body')) faults.push(`no outline on ${outline[0]}`);
    await page.keyboard.press('Tab');
  }
  return faults;
}));

// --- 10,000 entries: measured and told; what must hold is that all are found.

if (wanted('10,000 entries')) check('10,000 entries', await open('long/index.html', {}, async (page) => {
  await page.getByLabel('Søk').fill('plansamarbeid 9999');
  await page.waitForFunction(() => document.querySelector('output').value.startsWith('1 av'), null, { timeout: 120000 });
  const spent = await page.evaluate(() => new Promise((done) => {
    const q = document.querySelector('#find-q');
    let longest = 0;
    new PerformanceObserver((list) => { for (const e of list.getEntries()) longest = Math.max(longest, e.duration); }).observe({ type: 'longtask' });
    const letters = ['9', '99', '999', '99', '9', ''];
    const next = () => {
      if (!letters.length) return setTimeout(() => done(Math.round(longest)), 500);
      q.value = letters.shift();
      q.dispatchEvent(new Event('input', { bubbles: true }));
      return setTimeout(next, 600);
    };
    next();
  }));
  console.log(`peers: note the longest task while typing in 10,000 entries: ${spent} ms`);
  return equal('all', await page.locator('output').textContent(), '10\u00a0000 poster');
}));

// --- Hostile texts: shown, and nothing of them runs.

const pages = [...readdirSync(join(dir, 'hostile', 'item')).map((f) => `hostile/item/${f}`).filter((f) => f.endsWith('.html')), 'hostile/index.html', 'hostile/status.html'];
const faults = [];
for (const path of wanted('hostile') ? pages : []) {
  faults.push(...(await open(path, {}, async (page) => {
    const bad = await page.evaluate(() => [
      ...[...document.querySelectorAll('a[href]')].filter((a) => !/^https?:$/.test(a.protocol)).map((a) => `link ${a.href.slice(0, 80)}`),
      ...[...document.querySelectorAll('script')].filter((s) => !s.src.endsWith('/site.js') || s.text).map((s) => `script ${s.outerHTML.slice(0, 80)}`),
      ...[...document.querySelectorAll('img, iframe, object, embed, [onclick], [onerror], [onmouseover], h1 b, h1 i')].map((e) => e.outerHTML.slice(0, 80)),
    ]);
    for (const select of await page.locator('form.find select:visible').all()) {
      await select.selectOption({ index: 1 });
      await select.selectOption({ index: 0 });
    }
    return bad;
  })).map((f) => `${path}: ${f}`));
}
if (wanted('hostile')) check('hostile texts are inert', faults, `${pages.length} pages`);

await browser.close();
server.close();
process.exitCode = failed ? 1 : 0;
