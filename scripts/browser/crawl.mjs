// Opens every page of a running Homeward in a real browser as everybody who works with it, in both languages, and says on standard
// output which pages those were, "PAGE who path", and what is wrong with them: what look.mjs looks at in light and dark at a desk's
// and a phone's width, and what keys.mjs finds by the keyboard alone. The last line counts the views and the faults.
//
//   node crawl.mjs BASE CHROMIUM PASSWORD FIRST
//
// FIRST is the one-time link of another Homeward, in which nobody has an account yet.
import { open as begin } from './office.mjs';
import { leads, look, open } from './look.mjs';
import { walk } from './keys.mjs';

const [base, chromium, password, first] = process.argv.slice(2);
const office = await begin(base, chromium, password);
const stages = ['eligibility', 'preparation', 'travel', 'arrival', 'reintegration', 'follow_up', 'closed'];
const forms = ['log-contact', 'change-members', 'correct-details', 'report-event', 'add-note', 'schedule'];
const today = new Date().toISOString().slice(0, 10);

// A place that depends on the caseload is the address of a link: on the page at a path, the first one to which the selector leads.
const link = (path, selector) => async page => {
  await page.goto(base + path);
  const href = await page.locator(selector).first().getAttribute('href').catch(() => null);
  if (!href) throw new Error(`nothing on ${path} leads to ${selector}`);
  return href;
};
const cases = {};
const caseIn = stage => async page => cases[stage] ??= await link(`/cases?stage=${stage}`, 'a.row')(page);
const part = (place, path) => async page => await place(page) + path;

const visited = {
  nobody: ['/sign-in', '/verify', '/verify/ABCD', '/help', '/dev/ui', '/nowhere', ...first ? [first] : []],
  officer: [
    '/', '/work', '/work?group=overdue', '/cases', '/cases?overdue=1&q=zzzz', '/cases?q=hodzha', '/cases/new', '/cases/new/long', '/import', '/help', '/account',
    ...stages.map(caseIn), ...stages.slice(0, -1).map((stage, n) => part(caseIn(stage), `/do/${forms[n]}`)),
    part(caseIn('follow_up'), '/do/record-survey?instrument=rss'), part(caseIn('eligibility'), '/opened'),
    ...['/money', '/files', '/surveys', '/visits', '/notes', '/history'].map(path => part(caseIn('closed'), path)),
    withFile, ...['assign', 'remind', 'letters'].map(act => `/cases/together?do=${act}&all=page&list=open%3D1`), job, '/jobs',
  ],
  desk: [
    '/work', '/travel', '/travel/day', '/travel/to-book', '/travel/departures', '/travel/arrivals', '/travel/list?show=all', '/movements/new',
    link('/travel/list?show=all', 'h3 a.row'), link('/travel/to-book', 'a[href$="/do/hold-seats"]'), toTellOf,
  ],
  field: ['/work', '/visits', '/visits?whose=all', `/visits/sheet?day=${today}`, link('/visits?whose=all', 'a[href*="/do/log-visit"]'), '/travel/arrivals'],
  manager: ['/work', '/cases/together?do=export&all=page&list=', '/approvals', '/budgets', '/batches', batch, '/dashboard', '/results', '/results?table=visits', part(caseIn('reintegration'), '/money')],
  protection: ['/work', caseIn('eligibility')],
  auditor: ['/cases', part(caseIn('travel'), '/history')],
  admin: ['/help', '/account'],
};

// withFile adds a file to a case and answers where it is looked at.
async function withFile(page) {
  await page.goto(base + await caseIn('preparation')(page) + '/files');
  await page.selectOption('#file-kind', { index: 1 });
  await page.setInputFiles('#file-file', { name: 'letter.png', mimeType: 'image/png', buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 240, height: 120 } }) });
  await leads(page, () => page.click('.side button'));
  return page.locator('a[href*="/look/"]').last().getAttribute('href');
}

// toTellOf answers a form of a journey.
async function toTellOf(page) {
  await page.goto(base + '/travel/list?show=all');
  for (const journey of await page.locator('h3 a.row').evaluateAll(rows => rows.map(row => row.getAttribute('href')))) {
    await page.goto(base + journey);
    const form = page.locator('a[href*="/do/"]').first();
    if (await form.count()) return form.getAttribute('href');
  }
  throw new Error('there is nothing to tell of any journey');
}

// job has a case reassigned in the background and answers where that is told of.
async function job(page) {
  await page.goto(base + '/cases?stage=eligibility');
  await page.locator('input[name=case]').last().check();
  await leads(page, () => page.click('button[value=assign]'));
  await page.selectOption('#to', { index: 1 });
  await leads(page, () => page.click('main form .does button'));
  await page.waitForSelector('main progress', { state: 'detached' });
  return new URL(page.url()).pathname;
}

// batch makes a batch of what waits to be paid by a file.
async function batch(page) {
  await page.goto(base + '/batches');
  await leads(page, () => page.locator('main form button').first().click());
  return new URL(page.url()).pathname;
}

// found are the visited addresses, the same for both languages.
const found = {};
for (const [who, places] of Object.entries(visited)) {
  const { page } = await office.person(who);
  found[who] = [];
  for (const place of places) found[who].push(typeof place === 'string' ? place : await place(page));
  for (const path of found[who]) console.log('PAGE', who, path);
  await page.context().close();
}

let views = 0, faults = 0;
const most = { requests: 0, bytes: 0, html: 0 };
await Promise.all([['en', 1280], ['sq', 360]].map(async ([language, width]) => {
  for (const [who, paths] of Object.entries(found)) {
    const person = await office.person(who, { language, width });
    const { page } = person;
    for (const path of paths) {
      const fault = (...what) => { faults++; console.log('FAULT', who, language, path, ...what); };
      const expected = path === '/nowhere' ? 404 : 200;
      const weight = await open(page, new URL(path, base).href, fault, expected);
      for (const what of Object.keys(most)) most[what] = Math.max(most[what], weight[what]);
      for (const what of await walk(page)) fault(what);
      const seen = await look(page, fault);
      views += seen;
      for (const what of person.faults.splice(0)) if (!what.includes(`status of ${expected}`)) fault(what);
    }
    await page.context().close();
  }
}));
await office.close();
console.log(`figure most_requests_of_a_page ${most.requests} requests\nfigure heaviest_page_on_a_first_visit ${most.bytes} bytes\nfigure heaviest_page_without_what_is_kept ${most.html} bytes`);
console.log(`${views} views, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
