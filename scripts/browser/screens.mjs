// Writes a picture of every screen, from the sample caseload of a running demo, at a desk's width and at a phone's.
//
//   node screens.mjs BASE CHROMIUM PASSWORD FOLDER
import { mkdirSync } from 'node:fs';
import { open } from './office.mjs';

const [base, chromium, password, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const office = await open(base, chromium, password);

// A case in a stage, by the first row of the caseload that is of it.
const caseIn = stage => async page => {
  await page.goto(`${base}/cases?stage=${stage}&mine=`);
  return page.locator('a.row').first().getAttribute('href');
};
const under = (stage, path) => async page => await caseIn(stage)(page) + path;
// The page of the first case in a stage that has something to show there, or of the first of all.
const telling = (stage, path, what) => async page => {
  await page.goto(`${base}/cases?stage=${stage}&mine=&rows=100`);
  const cases = await page.locator('a.row').evaluateAll(rows => rows.map(row => row.getAttribute('href')));
  for (const one of cases) {
    await page.goto(base + one + path);
    if (await page.locator(what).count()) return one + path;
  }
  return cases[0] + path;
};
// A job that has ended: the letters of the first cases, as one file.
const job = async page => {
  await page.goto(`${base}/cases/together?do=letters&all=page&list=stage%3Dpreparation`);
  await page.selectOption('#paper', 'decision_letter');
  await page.click('form[action="/jobs"] button');
  await page.waitForURL('**/jobs/*');
  await page.waitForSelector('.jobrows');
  return new URL(page.url()).pathname;
};
const screens = {
  officer: {
    work: '/work', cases: '/cases', search: '/cases?q=hodzha', 'new-case': '/cases/new', case: caseIn('preparation'), 'case-ahead': caseIn('eligibility'),
    notes: under('preparation', '/notes'), history: telling('travel', '/history', '.timeline li:nth-child(8)'), files: under('preparation', '/files'), form: under('preparation', '/do/log-contact'), help: '/help', import: '/import',
    'many-cases': '/cases/together?do=assign&all=page&list=open%3D1', job,
  },
  desk: { travel: '/travel', day: '/travel/day', 'to-book': '/travel/to-book', departures: '/travel/departures', arrivals: '/travel/arrivals' },
  field: { visits: '/visits?whose=all', 'day-sheet': `/visits/sheet?day=${new Date().toISOString().slice(0, 10)}`, visit: under('follow_up', '/do/log-visit'), surveys: telling('follow_up', '/surveys', '#h-changes') },
  manager: { approvals: '/approvals', budgets: '/budgets', batches: '/batches', dashboard: '/dashboard', results: '/results', money: telling('reintegration', '/money', '#payments ~ .rows') },
};

for (const width of [1280, 360]) {
  for (const [username, pages] of Object.entries(screens)) {
    const { page } = await office.signIn(username, { width });
    for (const [name, at] of Object.entries(pages)) {
      const path = typeof at === 'string' ? at : await at(page);
      const response = await page.goto(base + path);
      if (response.status() !== 200) throw new Error(`${path} answers ${response.status()}`);
      const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), width === 360 ? 1600 : 1400);
      await page.screenshot({ path: `${folder}/${name}-${width}.jpg`, type: 'jpeg', quality: 72, fullPage: true, clip: { x: 0, y: 0, width, height } });
    }
  }
}
await office.close();
