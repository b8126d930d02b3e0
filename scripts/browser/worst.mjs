// Opens pages of a running Homeward that hold their worst data, in a real browser at three widths, in both languages and directions,
// and says on standard output what is wrong: a page that scrolls sideways, a name among journeys that takes more than three lines,
// axe's violations, and, of a case's first page at 1280 by 900 pixels, an answer that one has to scroll for: who, where in the process,
// what next, what is in the way, what to take care of.
//
//   node worst.mjs BASE CHROMIUM PASSWORD USER PATH...
import { open } from './office.mjs';
import { everything, judge } from './look.mjs';

const [base, chromium, password, user, ...paths] = process.argv.slice(2);
const answers = ['.casehead', '.steps', '.answers .next', '.answers .blocks', '.answers .care'];
const office = await open(base, chromium, password);
const person = await office.signIn(user), { page } = person;
let views = 0;
const fault = (...what) => person.faults.push(what.join(' '));

const inLanguage = (path, language) => {
  const url = new URL(base + path);
  url.searchParams.set('lang', language);
  return url.href;
};

// reflows finds out whether the page that is open fits into a width.
async function reflows(path, language, width, directions) {
  for (const direction of directions) {
    const over = await page.evaluate(dir => {
      document.documentElement.dir = dir;
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    }, direction);
    if (over > 0) fault(path, language, direction, 'scrolls sideways by', over, 'px at', width, 'px');
    views++;
  }
  const tall = await page.$$eval('.aboard bdi, .besides bdi', names => names.filter(name => name.offsetHeight > 72).length);
  if (tall > 0) fault(path, language, tall, 'names push the rest of the journeys down at', width, 'px');
}

for (const path of paths) {
  await page.setViewportSize({ width: 1280, height: 900 });
  const response = await page.goto(inLanguage(path, 'en'));
  if (response.status() !== 200) fault(path, 'answers', response.status());
  if (await page.$('.answers')) for (const answer of answers) {
    const bottom = await page.$eval(answer, e => Math.round(e.getBoundingClientRect().bottom));
    console.log(path, answer, 'ends at', bottom, 'px');
    if (bottom > 900) fault(path, answer, 'ends at', bottom, 'px');
  }
  const axe = await judge(page);
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await reflows(path, 'en', width, ['rtl', 'ltr']);
    if (width > 320) for (const violation of await axe.violations(everything)) fault(path, width, ...violation);
  }
  await axe.leave();
  await page.goto(inLanguage(path, 'sq'));
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await reflows(path, 'sq', width, ['ltr']);
  }
}
await office.close();
for (const what of person.faults) console.log('FAULT', what);
console.log(`${views} views, ${person.faults.length} faults`);
process.exit(person.faults.length ? 1 : 0);
