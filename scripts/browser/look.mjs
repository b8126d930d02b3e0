// How one page is looked at, the same in every test: what it answers, what it weighs, what the browser complains of while its own
// policy is in force, WCAG 2.2 AA by axe with target size in light and dark at a desk's and a phone's width, and the reflow at 320 px
// in both directions of writing.
import { readFileSync } from 'node:fs';

const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const mostRequests = 6, mostBytes = 50 * 1024, mostHTML = 14 * 1024;
const widths = [1280, 360];

// patient has a context wait for everything as long as a slow machine may take for what a quick one does at once.
export function patient(context) {
  context.setDefaultTimeout(120000);
  return context;
}

// leads does what leads to another page, and waits until all of that is there: right after a click the page may still be the old one, or
// half of the new one.
export async function leads(page, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

// settled waits until a page that has loaded was drawn: only then does a browser give a field the focus that the page wants it to have.
export async function settled(page) {
  await page.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

// listen tells fault of everything a browser complains of on a page: what a script logs or throws, what the page's own policy forbids,
// what does not load.
export async function listen(page, fault) {
  page.on('console', m => { if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) fault(m.text()); });
  page.on('response', r => { if (r.status() >= 400 && !overtaken(r)) fault(r.url(), 'answers with a status of', r.status()); });
  page.on('pageerror', e => fault(e.message));
  page.on('requestfailed', r => { if (r.failure().errorText !== 'net::ERR_ABORTED') fault('does not load:', r.url(), r.failure().errorText); }); // aborted is what was left behind on the way to another page
  await page.exposeFunction('refused', (...what) => fault('the policy of the page forbids', ...what));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', e => globalThis.refused(e.effectiveDirective, e.blockedURI, e.sample)));
}

// overtaken reports whether somebody was quicker to send a form than its draft was to arrive, which is then refused and loses nothing.
const overtaken = r => r.status() === 422 && /(^|&)draft=keep(&|$)/.test(r.request().postData() ?? '');

// open opens a page and holds what somebody who comes for the first time has to wait for against its budget.
export async function open(page, address, fault, expected = 200) {
  const response = await page.goto(address, { waitUntil: 'load' });
  if (response.status() !== expected) fault('answers', response.status());
  const weight = await page.evaluate(() => {
    const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return { requests: parts.length, bytes: parts.reduce((sum, part) => sum + part.encodedBodySize, 0), html: parts[0].encodedBodySize };
  });
  if (weight.requests > mostRequests || weight.bytes > mostBytes || weight.html > mostHTML) fault('weighs', weight.requests, 'requests', weight.bytes, 'bytes,', weight.html, 'of them its own');
  return weight;
}

// A judge runs axe on a page as it stands. It lives beside the page's own scripts, so that the page's policy need not be lifted for it.
export async function judge(page) {
  const chrome = await page.context().newCDPSession(page);
  const { frameTree } = await chrome.send('Page.getFrameTree');
  const { executionContextId: contextId } = await chrome.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
  const run = async expression => {
    const { result, exceptionDetails } = await chrome.send('Runtime.evaluate', { expression, contextId, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await run(`${axe}; null`);
  return {
    violations: options => run(`axe.run(${JSON.stringify(options)}).then(r => r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160)]))`),
    leave: () => chrome.detach(),
  };
}

export const everything = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };
const colours = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'] }; // all that a colour scheme changes

// look looks at a page that is open, at every width and in every colour scheme, and answers how many views that were.
export async function look(page, fault) {
  const size = page.viewportSize(), axe = await judge(page);
  let views = 0;
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const violation of await axe.violations(colorScheme === 'light' ? everything : colours)) fault(width, colorScheme, ...violation);
      views++;
    }
  }
  await axe.leave();
  await page.emulateMedia({ colorScheme: 'light' });
  await reflows(page, fault);
  await page.setViewportSize(size);
  return views;
}

async function reflows(page, fault) {
  await page.setViewportSize({ width: 320, height: 740 });
  for (const direction of ['rtl', 'ltr']) {
    const over = await page.evaluate(dir => {
      document.documentElement.dir = dir;
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    }, direction);
    if (over > 0) fault('scrolls sideways by', over, 'px at 320 px', direction);
  }
}
