import { settled } from './look.mjs';

// A page by the keyboard alone. Tab is pressed from the top until it comes round again: each control has to be reached, in the order
// of the page, with a focus that can be seen. Then the first link is followed past the menu, and what folds and ticks is tried.

// walk answers what is wrong, a line each. The page has just been opened and nothing on it was touched.
export async function walk(page) {
  const keyboard = await page.context().newCDPSession(page);
  const press = (key, code, windowsVirtualKeyCode, text) => {
    keyboard.send('Input.dispatchKeyEvent', { type: text ? 'keyDown' : 'rawKeyDown', key, code, windowsVirtualKeyCode, text });
    return keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode });
  };
  const tab = () => press('Tab', 'Tab', 9), enter = () => press('Enter', 'Enter', 13, '\r'), space = () => press(' ', 'Space', 32, ' ');

  await settled(page);
  const presses = await page.evaluate(watch);
  await Promise.all(Array.from({ length: presses }, tab)); // sent without waiting for each: the page takes them in their order
  const faults = await page.evaluate(() => globalThis.watched.judge());
  if (!await page.$('a.skip')) faults.push('no link leads past the menu');
  else {
    await page.focus('a.skip');
    await enter();
    await settled(page);
    if (!await page.evaluate(() => document.activeElement.matches('main'))) faults.push('the first link does not lead past the menu');
    await tab();
    if (!await page.evaluate(() => globalThis.watched.inMain())) faults.push('Tab does not go on in what the page is about');
  }
  for (const [control, key, state] of [['summary', enter, e => e.parentElement.open], ['input[type=checkbox]', space, e => e.checked]]) {
    const one = page.locator(`main ${control}:visible`).first();
    if (!await one.count()) continue;
    await one.focus();
    const states = [];
    for (let n = 0; n < 3; n++) {
      states.push(await one.evaluate(state));
      await key();
    }
    if (states[0] === states[1] || states[0] !== states[2]) faults.push(`the keys do not work ${await one.evaluate(e => e.outerHTML.slice(0, 120))}`);
  }
  await keyboard.detach();
  return faults;
}

// watch runs in the page. It notes how every control looks at rest, then each that gets the focus and whether that shows; it answers
// how often Tab has to be pressed to come round: a date is entered in several parts.
function watch() {
  document.body.tabIndex = -1; // some pages put the focus in a field, and Tab is to begin at the top
  document.body.focus();
  document.body.removeAttribute('tabindex');
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, iframe, [tabindex]')]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && e.checkVisibility({ visibilityProperty: true }) && aRadioOfItsOwn(e));
  const named = e => (e.innerText || e.name || e.id || e.outerHTML).trim().replace(/\s+/g, ' ').slice(0, 60);
  const looks = new Map(controls.map(e => [e, [null, '::after'].map(part => shownAs(e, part))]));
  const reached = [], dim = new Set();
  let round = false;

  // Of radio buttons that belong together Tab reaches one, and the arrows the others.
  function aRadioOfItsOwn(e) {
    if (e.type !== 'radio') return true;
    const group = [...document.querySelectorAll('input[type=radio]')].filter(o => o.name === e.name && o.form === e.form && !o.disabled);
    return e === (group.find(o => o.checked) ?? group[0]);
  }

  function shownAs(e, part) {
    const s = getComputedStyle(e, part);
    return [s.boxShadow, s.backgroundColor, s.borderColor, s.outlineStyle, s.outlineWidth].join();
  }

  const luminance = colour => colour.match(/[\d.]+/g).slice(0, 3).map(Number).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);

  function behind(e) {
    for (let at = e.parentElement; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$|transparent/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  }

  // A focus shows when it draws a line of two pixels or more, three times as bright or dark as what is behind it (WCAG 2.2, 1.4.11),
  // round something that is there to be seen.
  function showsFocus(e) {
    const box = e.getBoundingClientRect();
    if (box.width < 4 || box.height < 4) return false;
    return [null, '::after'].some((part, n) => {
      const s = getComputedStyle(e, part);
      if (shownAs(e, part) === looks.get(e)[n] || s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) return false;
      const [light, dark] = [luminance(s.outlineColor), luminance(behind(e))].sort((a, b) => b - a);
      return (light + 0.05) / (dark + 0.05) >= 3;
    });
  }

  document.addEventListener('focusin', ({ target }) => {
    if (round || reached.at(-1) === target) return;
    if (reached[0] === target) { round = true; return; }
    reached.push(target);
    if (looks.has(target) && target.tagName !== 'IFRAME' && !showsFocus(target)) dim.add(target);
  });

  globalThis.watched = {
    inMain: () => document.querySelector('main').contains(document.activeElement) || !controls.some(e => document.querySelector('main').contains(e)),
    judge() {
      const faults = [], order = reached.filter(e => looks.has(e)).map(e => controls.indexOf(e));
      for (const e of controls) if (!reached.includes(e)) faults.push(`Tab does not reach ${named(e)}`);
      for (let n = 1; n < order.length; n++) if (order[n] <= order[n - 1]) { faults.push(`Tab comes to ${named(controls[order[n]])} out of order`); break; }
      for (const e of dim) faults.push(`the focus cannot be seen on ${named(e)}`);
      if (!round && controls.length > 1) faults.push(`Tab does not come round; it ended on ${named(document.activeElement)}`);
      return faults;
    },
  };
  const parts = { date: 4, 'datetime-local': 7, time: 4, number: 1, month: 3 };
  return controls.reduce((n, e) => n + (parts[e.type] ?? 1), 0) + 4;
}
