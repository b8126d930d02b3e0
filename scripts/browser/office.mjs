// What the browser tests share: a browser, people who are signed in to it, and how a person fills in a form.
import { chromium } from 'playwright-core';
import { leads, listen, patient } from './look.mjs';

// open starts the browser and answers how to sign people in and how to leave.
export async function open(base, executablePath, password, { script = true } = {}) {
  const browser = await chromium.launch({
    executablePath,
    timeout: 120000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  // person is somebody at the sign-in page; of what their browser complains of from then on, they keep the faults.
  const stranger = async (username, { width = 1280, language = 'en' } = {}) => {
    const context = patient(await browser.newContext({ viewport: { width, height: 900 }, hasTouch: width < 500, javaScriptEnabled: script, reducedMotion: 'reduce' }));
    const page = await context.newPage();
    const person = new Person(username, page, base);
    await listen(page, (...what) => person.faults.push(`${page.url()}: ${what.join(' ')}`));
    await page.goto(`${base}/sign-in?lang=${language}`);
    return person;
  };
  const signIn = async (username, how) => {
    const person = await stranger(username, how);
    await person.signsIn(password);
    return person;
  };
  return { signIn, person: (who, how) => who === 'nobody' ? stranger(who, how) : signIn(who, how), close: () => browser.close() };
}

class Person {
  constructor(username, page, base) {
    Object.assign(this, { username, page, base, faults: [] });
  }

  async signsIn(password) {
    await this.page.fill('#username', this.username);
    await this.page.fill('#password', password);
    await leads(this.page, () => this.page.click('form.card button'));
    if (new URL(this.page.url()).pathname === '/sign-in') throw new Error(`${this.username} is not signed in: ${await this.said()}`);
  }

  // does opens a case as this person, takes the action where the page offers it, fills in its form and waits until it is recorded.
  async does(reference, action, entries = {}) {
    await this.page.goto(`${this.base}/cases/${reference}`);
    const offer = this.page.locator(`main a[href*="/cases/${reference}/do/${action}"]`).first();
    if (!await offer.count()) throw new Error(`${this.username} is not offered ${action} on ${reference}`);
    await this.page.goto(this.base + await offer.getAttribute('href'));
    await this.fills(entries);
    await this.sends(action);
  }

  // opens tells a new case to the short pages, one after the other, and answers its reference.
  async opens(entries) {
    await this.page.goto(`${this.base}/cases/new`);
    const left = { ...entries };
    for (let n = 0; !await this.page.locator('button.hide[value="open"]').count(); n++) {
      for (const [name, value] of Object.entries(left)) {
        if (!await this.grown(name)) continue; // asked on a later page
        await this.fill(name, value);
        delete left[name];
      }
      if (n === 8) throw new Error(`the pages do not end, and have no place for ${Object.keys(left)}: ${await this.said()}`);
      await leads(this.page, () => this.page.locator('button[name="to"][value="next"]:not(.hide)').click());
    }
    if (Object.keys(left).length) throw new Error(`the pages have no place for ${Object.keys(left)}`);
    await leads(this.page, () => this.page.locator('button[name="to"][value="open"]:not(.hide)').click());
    return this.page.locator('.slip .code').innerText();
  }

  // fills enters what belongs in the fields of the form that is open, by their names.
  async fills(entries) {
    for (const [name, value] of Object.entries(entries)) {
      if (!await this.grown(name)) throw new Error(`${this.page.url()} has no field ${name}: ${await this.said()}`);
      await this.fill(name, value);
    }
  }

  // grown reports whether the page has a field of that name; a list it belongs to grows by its own button.
  async grown(name) {
    for (let n = 0; n < 8; n++) {
      if (await this.page.locator(`[name="${name}"]:not([type="hidden"])`).count()) return true;
      const list = (await this.page.locator('button[name="more"]').evaluateAll(buttons => buttons.map(b => b.value)))
        .filter(list => name.startsWith(list + '.')).sort((a, b) => b.length - a.length)[0];
      if (!list) return false;
      await leads(this.page, () => this.page.locator(`button[name="more"][value="${list}"]`).click());
    }
    return false;
  }

  async said() {
    return (await this.page.locator('[role="alert"], .note').allInnerTexts()).join(' | ');
  }

  async fill(name, value) {
    const field = this.page.locator(`[name="${name}"]:not([type="hidden"])`).first();
    const folded = field.locator('xpath=ancestor::details[not(@open)]');
    for (let n = await folded.count(); n > 0; n--) await folded.first().locator('summary').first().click();
    const kind = await field.evaluate(e => e.tagName === 'SELECT' ? 'select' : e.type);
    if (kind === 'select') return field.selectOption(value);
    if (kind !== 'radio' && kind !== 'checkbox') return field.fill(String(value));
    for (const one of [value].flat()) await this.page.locator(`[name="${name}"][value="${one}"]`).check();
  }

  // sends presses the form's own button, and fails with what the page says when it is not taken.
  async sends(what) {
    const checks = this.page.locator('main button[name="step"][value="check"]'); // some are looked through before they are sent
    if (await checks.count()) await leads(this.page, () => checks.click());
    await leads(this.page, () => this.page.locator('main form button:not([name])').last().click());
    if (!/[?&]done=/.test(this.page.url())) {
      throw new Error(`${this.username}: ${what} was not taken at ${this.page.url()}: ${await this.said()}`);
    }
    const part = this.page.url().match(/^(.*\/cases\/HW-[^/?]+)\/[^?]*(\?.*\bwaiting=.*)$/);
    if (part) await this.page.goto(part[1] + part[2]); // the first page of the case shows what waits
    for (let n = 0; /[?&]waiting=/.test(this.page.url()) && await this.page.locator('.waiting').count() && n < 600; n++) {
      await this.page.waitForTimeout(200);
      await this.page.reload();
    }
  }
}
