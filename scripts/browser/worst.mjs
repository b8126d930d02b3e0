// Opens pages of a running Homeward that hold their worst data, in a real browser at three widths, and says on standard output what
// is wrong: a page that scrolls sideways, axe's violations, and, of a case's first page at 1280 by 900 pixels, an answer that one
// has to scroll for: who, where in the process, what next, what is in the way, what to take care of.
//
//   node worst.mjs BASE CHROMIUM USER PASSWORD PATH...
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [base, executablePath, user, password, ...paths] = process.argv.slice(2);
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const answers = ['.casehead', '.steps', '.answers .next', '.answers .blocks', '.answers .care'];
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'] });
const page = await (await browser.newContext({ bypassCSP: true })).newPage();
let views = 0, faults = 0;
const fault = (...what) => { faults++; console.log('FAULT', ...what); };
page.on('pageerror', e => fault(page.url(), e.message));

await page.goto(`${base}/sign-in?lang=en`);
await page.fill('#username', user);
await page.fill('#password', password);
await page.click('form.card button');
for (const path of paths) {
  for (const direction of ['ltr', 'rtl']) for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(base + path);
    await page.evaluate(dir => { document.documentElement.dir = dir; }, direction);
    views++;
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) fault(path, direction, 'scrolls sideways by', over, 'px at', width, 'px');
    if (direction === 'rtl') continue;
    if (width === 1280 && await page.$('.answers')) for (const answer of answers) {
      const bottom = await page.$eval(answer, e => Math.round(e.getBoundingClientRect().bottom));
      console.log(path, answer, 'ends at', bottom, 'px');
      if (bottom > 900) fault(path, answer, 'ends at', bottom, 'px');
    }
    if (width === 320) continue;
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } } }));
    for (const v of found.violations) fault(path, width, v.id, v.nodes.length, v.nodes[0].html.slice(0, 160));
  }
}
await browser.close();
console.log(`${views} views, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
