// Counts what people do at a page: answers, keys, clicks and taps. Each figure stands in a line of its own, "figure NAME VALUE UNIT",
// and one over its bar is a fault.
import { leads } from './look.mjs';
import { open } from './office.mjs';

// count opens a browser at a running Homeward and answers how to count in it.
export async function count(base, chromium, password) {
  const office = await open(base, chromium, password);
  const people = [];
  let figures = 0, faults = 0;
  return {
    // desk is somebody signed in, whose doings are counted.
    async desk(user, width = 1280) {
      const person = await office.signIn(user, { width });
      people.push(person);
      return new Desk(person.page);
    },
    figure(name, value, unit, bar) {
      figures++;
      console.log('figure', name, value, unit);
      if (value > bar) { faults++; console.log('FAULT', name, 'takes', value, unit, 'where', bar, 'are allowed'); }
    },
    async tries(what, act) {
      await act().catch(e => { faults++; console.log('FAULT', what, String(e.message).replaceAll('\n', ' ')); });
    },
    async end() {
      for (const person of people) for (const what of person.faults) { faults++; console.log('FAULT', what); }
      await office.close();
      console.log(`${figures} figures, ${faults} faults`);
      process.exit(faults === 0 ? 0 : 1);
    },
  };
}

class Desk {
  constructor(page) {
    Object.assign(this, { page, did: { answers: 0, keys: 0, taps: 0, signs: 0 } });
  }

  async key(k) { this.did.keys++; await this.page.keyboard.press(k); }

  // pastes puts a text into the field the page gives the focus to, which takes one key. A browser gives it a moment after all has loaded.
  async pastes(text) {
    this.did.keys++;
    await this.page.waitForFunction(() => document.activeElement.matches('input, textarea'));
    await this.page.keyboard.insertText(text);
  }

  // enters clicks on a field and types; each sign is a key.
  async enters(selector, value) {
    this.did.keys += value.length;
    await this.tap(selector);
    await this.page.fill(selector, value);
  }

  async tap(selector) {
    this.did.taps++;
    await this.page.locator(selector).first().click();
  }

  async answer(selector, value) {
    this.did.answers++;
    const field = this.page.locator(selector);
    const kind = await field.evaluate(e => e.tagName + (e.type || ''));
    if (kind.startsWith('SELECT')) return field.selectOption(value);
    if (kind.includes('checkbox')) return field.check();
    this.did.signs += value.length;
    return field.fill(value);
  }

  // on presses the button that leads on and waits for all of the page behind it.
  async on(selector, until) {
    await leads(this.page, () => this.tap(selector));
    await this.page.waitForSelector(until).catch(async () => {
      throw new Error(`${selector} does not lead to ${until} but to ${this.page.url()}: ${await this.page.locator('[role=alert], .note, h1').allInnerTexts()}`);
    });
    await this.page.waitForLoadState(); // it may have been read again meanwhile
  }
}
