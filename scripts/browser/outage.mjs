// Works in a running Homeward while its Temporal is away, in a real browser with scripts or without: lists and cases open, what is
// sent is told to wait, stands on its case as waiting, and is recorded once when Temporal is back.
//
//   node outage.mjs BASE CHROMIUM PASSWORD REFERENCE TEMPORAL script|noscript
//
// At TEMPORAL it is stopped (/stop) and started (/start).
import { leads } from './look.mjs';
import { open } from './office.mjs';
import { end, expect, tries } from './trying.mjs';

const [base, chromium, password, reference, temporal, scripts] = process.argv.slice(2);
const office = await open(base, chromium, password, { script: scripts === 'script' });
const officer = await office.signIn('officer'), { page } = officer;
const asks = async what => expect((await fetch(`${temporal}/${what}`)).ok, `Temporal does not ${what}`);
const text = `The aunt called, ${scripts}.`, here = `${base}/cases/${reference}`;
const told = async () => (await page.innerText('main')).split(text).length - 1;

await page.goto(`${here}/do/add-note`);
await asks('stop');

await tries('lists, cases and forms open', async () => {
  for (const path of ['/work', '/cases', '/cases?q=Arta', '/travel', '/visits', `/cases/${reference}`, `/cases/${reference}/notes`, `/cases/${reference}/history`, `/cases/${reference}/do/log-contact`]) {
    const response = await page.goto(base + path);
    expect(response.status() === 200, `${path} answers ${response.status()}`);
  }
});

await tries('what is sent is told to wait, and stands on its case as waiting', async () => {
  await page.goto(`${here}/do/add-note`);
  await page.fill('#f-text', text);
  await leads(page, () => page.locator('main form .does button:not(.plain):not(.link)').last().click());
  expect(/[?&]waiting=/.test(page.url()), `it leads to ${page.url()}`);
  const said = await page.locator('.note[role=status]').first().innerText();
  expect(/Accepted:/.test(said) && !/Recorded:|Saved/.test(said), `it says ${said}`);
  await page.goto(here);
  expect(await page.locator('#waiting').count() === 1, 'the case does not show that something waits');
  await page.goto(`${here}/notes`);
  expect(await told() === 0, 'a note that waits stands among those that are recorded');
});

await tries('a case is opened, and has its reference at once', async () => {
  const opened = await officer.opens({
    programme: 'demo', language: 'Albanian', 'contact.channel': 'phone', 'contact.value': '+44 20 7946 0123', host_country: 'United Kingdom', legal_status: 'rejected', 'destination.country': 'Albania',
    'members.0.family_name': 'Kola', 'members.0.given_names': 'Besa', 'members.0.birth.year': '1990', 'members.0.sex': 'F', 'members.0.nationality': 'Albania',
  });
  expect((await page.goto(`${base}/cases/${opened}`)).status() === 200, `${opened} does not open`);
});

await asks('start');
await tries('when Temporal is back it is recorded once', async () => {
  for (let n = 0; n < 600; n++) {
    await page.goto(here);
    if (!await page.locator('#waiting').count()) break;
    await page.waitForTimeout(200);
  }
  await page.goto(`${here}/notes`);
  expect(await told() === 1, `it is recorded ${await told()} times`);
});

await office.close();
end(officer);
