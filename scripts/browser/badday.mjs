// Works on a bad day in a running Homeward, in a real browser with scripts or without: two tabs on one form, a session that ends
// meanwhile, a form that is refused, the way back after it was sent. Nothing typed may be lost, and nothing may be recorded twice.
//
//   node badday.mjs BASE CHROMIUM PASSWORD REFERENCE OFFICE script|noscript
//
// At OFFICE the office does what it is asked to: /record what waits, /expire all sessions.
import { leads } from './look.mjs';
import { open } from './office.mjs';
import { end, expect, tries } from './trying.mjs';

const [base, chromium, password, reference, control, scripts] = process.argv.slice(2);
const office = await open(base, chromium, password, { script: scripts === 'script' });
const officer = await office.signIn('officer'), { page } = officer;
const asks = async what => expect((await fetch(`${control}/${what}`)).ok, `the office does not ${what}`);
const form = action => `${base}/cases/${reference}/do/${action}`;
const send = at => leads(at, () => at.locator('main form .does button:not(.plain):not(.link)').last().click());
const done = async at => expect(/[?&]done=/.test(at.url()), `it is not taken at ${at.url()}`);

await tries('what two tabs say of the same field is shown to the second, who keeps everything else', async () => {
  const other = await page.context().newPage();
  for (const tab of [page, other]) await tab.goto(form('correct-details'));
  await page.fill('[name=host_office]', 'Bristol office');
  await page.fill('[name=reason]', 'By letter.');
  await send(page);
  await done(page);
  await asks('record');
  await other.fill('[name=host_office]', 'Leeds office');
  await other.fill('[name=reason]', 'She told me.');
  await other.fill('[name="destination.country"]', 'Albania');
  await other.fill('[name="destination.place"]', 'Koplik i Sipërm');
  await send(other);
  await other.waitForSelector('[role=alert]');
  const said = await other.innerText('main');
  expect(said.includes('Bristol office') && said.includes('Choose which of the two stands'), `the second is told: ${await other.innerText('[role=alert]')}`);
  for (const [name, value] of [['reason', 'She told me.'], ['destination.place', 'Koplik i Sipërm'], ['host_office', 'Leeds office']]) {
    expect(await other.inputValue(`[name="${name}"]:not([type=radio])`) === value, `${name} is lost`);
  }
  await other.check('[name="keep.host_office"][value=yours]');
  await send(other);
  await done(other);
  await asks('record');
  await other.close();
});

await tries('what was sent after the session had ended comes back filled in, and is taken', async () => {
  await page.goto(form('add-note'));
  await page.fill('#f-text', 'The aunt called at noon.');
  await asks('expire');
  await send(page);
  expect(new URL(page.url()).pathname === '/sign-in', `nobody is asked who they are at ${page.url()}`);
  expect((await page.innerText('main')).includes('It is kept as your draft'), 'nobody says that it is kept');
  await officer.signsIn(password);
  expect(await page.inputValue('#f-text') === 'The aunt called at noon.', 'the form comes back without it');
  await send(page);
  await done(page);
});

await tries('the way back after a form was sent does not send it again', async () => {
  await page.goBack();
  await page.goForward();
  await page.reload();
  await asks('record');
  await page.goto(`${base}/cases/${reference}/notes`);
  const notes = (await page.innerText('main')).split('The aunt called at noon.').length - 1;
  expect(notes === 1, `it is recorded ${notes} times`);
});

await tries('a form that is refused keeps every entry and says at each field what is wrong', async () => {
  await page.goto(form('log-contact'));
  await officer.fill('summary', 'She asked for the papers.');
  await officer.fill('direction', 'in');
  await send(page);
  await page.waitForSelector('[role=alert]');
  expect(await page.inputValue('[name=summary]') === 'She asked for the papers.', 'what was typed is lost');
  expect(await page.locator('[name=direction][value=in]:checked').count() === 1, 'what was chosen is lost');
  expect(await page.locator('[aria-invalid]').count() > 0, 'no field says what is wrong with it');
  expect(/^(Error|Problem)/.test(await page.title()) || await page.evaluate(() => document.activeElement.getAttribute('role') === 'alert'), 'nothing leads to what is wrong');
});

await office.close();
officer.faults = officer.faults.filter(what => !/status of (401|409|422)/.test(what)); // the answers that were asked for, to drafts as well
end(officer);
