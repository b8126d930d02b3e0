// Types into the forms of a running Homeward in a real browser and sees that nothing typed is lost: drafts, with the line gone and with
// the page closed, and that the keys do what they say. It says on standard output what is wrong; the last line counts what was tried and the faults.
//
//   node forms.mjs BASE CHROMIUM PASSWORD REFERENCE
import { open } from './office.mjs';
import { end, expect, tries } from './trying.mjs';

const [base, chromium, password, reference] = process.argv.slice(2);
const note = `/cases/${reference}/do/add-note`;
const office = await open(base, chromium, password);
const says = (page, text) => page.waitForFunction(t => document.querySelector('.saving')?.textContent.includes(t), text);

const { page } = await office.signIn('officer'), context = page.context();

await tries('a draft is kept a moment after the last key, and comes back', async () => {
  await page.goto(base + note);
  await page.type('#f-text', 'The aunt will call');
  await says(page, 'Draft saved');
  await page.goto(base + note);
  expect(await page.inputValue('#f-text') === 'The aunt will call', 'the form is empty');
  expect((await page.textContent('main')).includes('Your draft from'), 'the page does not say that it is a draft');
});

await tries('what was typed last is kept when the page is left at once', async () => {
  await page.goto(base + note);
  await page.fill('#f-text', 'The aunt will call on Monday');
  await page.goto(base + '/work');
  expect((await page.textContent('main')).includes('Begun and not sent'), 'the work page does not list it');
  for (let n = 0; n < 600; n++) { // the last words are sent while the page is left, and arrive a moment later
    await page.goto(base + note);
    if (await page.inputValue('#f-text') === 'The aunt will call on Monday') return;
    await page.waitForTimeout(200);
  }
  throw new Error('the last words are lost');
});

await tries('without a connection the page says so, and keeps the draft once it is back', async () => {
  await page.goto(base + note);
  await context.setOffline(true);
  await page.fill('#f-text', 'The aunt has called');
  await says(page, 'no connection');
  await page.click('.does button:not(.plain)');
  await says(page, 'Not sent');
  expect(await page.inputValue('#f-text') === 'The aunt has called', 'sending without a connection loses what was typed');
  await context.setOffline(false);
  await says(page, 'Draft saved');
});

await tries('a form goes to a server that answers, though the browser thinks that it has no connection', async () => {
  await page.goto(base + note);
  await page.evaluate(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
  await page.fill('#f-text', 'The aunt lives next door');
  await page.click('.does button:not(.plain)');
  await page.waitForURL('**/cases/*done=add-note*');
});

await tries('a form that is sent leaves no draft', async () => {
  await page.goto(base + note);
  await page.type('#f-text', '!');
  await page.click('.does button:not(.plain)');
  await page.waitForURL('**/cases/*done=add-note*');
  await page.goto(base + note);
  expect(await page.inputValue('#f-text') === '', 'it is still there');
});

await tries('keys lead to the pages, leave fields, send forms and blank the screen', async () => {
  await page.goto(base + '/cases');
  await Promise.all(['g', 'w'].map(key => page.keyboard.press(key))); // the one soon after the other, however slow the machine is
  await page.waitForURL('**/work');
  await page.keyboard.press('?');
  await page.waitForURL('**/help#keys');
  await page.keyboard.press('Alt+KeyH');
  expect(await page.evaluate(() => getComputedStyle(document.body).visibility) === 'hidden', 'the screen still shows the page');
  await page.keyboard.press('Alt+KeyH');
  await page.goto(base + note);
  await page.type('#f-text', 'g w / ? n');
  expect(page.url().endsWith('/add-note'), 'a key led away from a field');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**/cases/*done=add-note*');
});

await tries('Escape closes what was opened, and the focus goes back', async () => {
  const focused = () => page.evaluate(() => document.activeElement.tagName);
  await page.goto(base + '/cases?mine=1');
  await page.focus('.keep summary');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Mine');
  await page.keyboard.press('Escape');
  expect(!await page.evaluate(() => document.querySelector('.keep').open) && await focused() === 'SUMMARY', 'the form for a view stays open');
  await page.evaluate(() => document.getElementById('ending').showModal());
  for (let n = 0; n < 3; n++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => ['ending', ''].includes(document.activeElement.closest('dialog')?.id ?? '')), 'Tab leaves the dialog for the page behind it');
  await page.keyboard.press('Escape');
  expect(!await page.evaluate(() => document.getElementById('ending').open) && await focused() === 'SUMMARY', 'the dialog stays open, or keeps the focus');
});

await tries('a session is put off before it ends', async () => {
  await page.goto(base + '/work');
  await page.evaluate(() => document.getElementById('ending').showModal());
  await page.click('#ending button');
  await page.waitForFunction(() => !document.getElementById('ending').open);
});

await office.close();
end();
