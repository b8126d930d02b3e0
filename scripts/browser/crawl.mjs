// Opens every page of a running Homeward in a real browser, in both languages, at both widths, in light and dark, and says on
// standard output what is wrong: violations of WCAG 2.2 AA by axe (target size included), console errors, pages that scroll
// sideways at 320 px, and pages over their budget of requests and bytes. The last line counts the views and the faults.
//
//   node crawl.mjs BASE CHROMIUM PASSWORD
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [base, executablePath, password] = process.argv.slice(2);
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const mostRequests = 6, mostBytes = 50 * 1024;
const stages = ['eligibility', 'preparation', 'travel', 'arrival', 'reintegration', 'follow_up', 'closed'];
const forms = ['log-contact', 'change-members', 'correct-details', 'report-event'];
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let views = 0, faults = 0;
const fault = (...what) => { faults++; console.log('FAULT', ...what); };

async function look(page, path, name, expected = 200) {
  let requests = 0, bytes = 0;
  const count = async response => { requests++; bytes += (await response.request().sizes().catch(() => ({ responseBodySize: 0 }))).responseBodySize; };
  page.on('response', count);
  const response = await page.goto(base + path, { waitUntil: 'load' });
  page.off('response', count);
  views++;
  if (response.status() !== expected) fault(name, path, 'answers', response.status());
  if (requests > mostRequests || bytes > mostBytes) fault(name, path, requests, 'requests', bytes, 'bytes');
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } },
  }));
  for (const v of found.violations) fault(name, path, v.id, v.nodes.length, v.nodes[0].html.slice(0, 160));
}

async function sideways(page, path, name) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 740 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) fault(name, path, 'scrolls sideways by', over, 'px at 320 px');
  await page.setViewportSize(size);
}

for (const language of ['en', 'sq']) for (const width of [1280, 360]) for (const colorScheme of ['light', 'dark']) {
  const name = `${language} ${width} ${colorScheme}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  page.on('console', m => { if (m.type() === 'error' && !m.text().includes('status of 404')) fault(name, page.url(), m.text()); });
  page.on('pageerror', e => fault(name, page.url(), e.message));
  await page.goto(`${base}/sign-in?lang=${language}`);
  for (const path of ['/sign-in', '/verify', '/verify/ABCD', '/help', '/dev/ui']) await look(page, path, name);
  await look(page, '/nowhere', name, 404);
  await page.goto(base + '/sign-in');
  await page.fill('#username', 'officer');
  await page.fill('#password', password);
  await page.click('form.card button');
  await page.waitForURL('**/work');
  for (const path of ['/work', '/work?group=overdue']) {
    await look(page, path, name);
    await sideways(page, path, name);
  }
  await look(page, '/cases', name);
  await sideways(page, '/cases', name);
  await look(page, '/cases?overdue=1&q=zzzz', name);
  for (const path of ['/cases/new', '/cases/new/long']) {
    await look(page, path, name);
    await sideways(page, path, name);
  }
  for (const path of ['/travel', '/travel/day', '/travel/to-book', '/travel/departures', '/travel/arrivals', '/travel/list?show=all']) {
    await look(page, path, name);
    await sideways(page, path, name);
  }
  const journey = await page.getAttribute('h3 a.row', 'href', { timeout: 2000 }).catch(() => null);
  if (!journey) fault(name, 'there is no journey');
  else {
    await look(page, journey, name);
    await sideways(page, journey, name);
  }
  for (const path of ['/visits', '/visits?whose=all', `/visits/sheet?day=${new Date().toISOString().slice(0, 10)}`]) {
    await look(page, path, name);
    await sideways(page, path, name);
  }
  for (const stage of stages) {
    await page.goto(`${base}/cases?stage=${stage}`);
    const href = await page.getAttribute('a.row', 'href', { timeout: 2000 }).catch(() => null);
    if (!href) { fault(name, 'there is no case in', stage); continue; }
    await look(page, href, name);
    await sideways(page, href, name);
    if (stage === 'closed') {
      for (const part of ['/money', '/files', '/surveys', '/visits']) {
        await look(page, href + part, name);
        await sideways(page, href + part, name);
      }
      continue;
    }
    if (stage === 'follow_up') {
      const questions = `${href}/do/record-survey?instrument=rss`;
      await look(page, questions, name);
      await sideways(page, questions, name);
    }
    const form = `${href}/do/${forms[stages.indexOf(stage) % forms.length]}`;
    await look(page, form, name);
    await sideways(page, form, name);
  }
  const others = {
    desk: ['/work', '/movements/new'],
    manager: ['/work', '/approvals', '/budgets', '/batches', '/dashboard', '/results', '/results?table=visits'],
  };
  for (const [username, paths] of Object.entries(others)) {
    await context.clearCookies();
    await page.goto(`${base}/sign-in`);
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('form.card button');
    await page.waitForURL('**/work');
    for (const path of paths) {
      await look(page, path, name);
      await sideways(page, path, name);
    }
  }
  await context.close();
}
await browser.close();
console.log(`${views} views, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
