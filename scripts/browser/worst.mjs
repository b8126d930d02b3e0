// Opens pages of a running Homeward that hold their worst data, in a real browser at three widths, in both languages, light and dark, and
// in both directions, and says on standard output what is wrong: axe's violations, a page that scrolls sideways, what stays folded away
// on paper, a name among journeys that takes more than three lines, and, of a case's first page at 1280 by 900 pixels, an answer that one
// has to scroll for: who, where in the process, what next, what is in the way, what to take care of.
//
//   node worst.mjs BASE CHROMIUM PASSWORD USER PATH...
import { open } from './office.mjs';
import { look } from './look.mjs';

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

// fits finds out whether the page that is open fits into a width in both directions of writing.
async function fits(path, language, width) {
  await page.setViewportSize({ width, height: 900 });
  for (const direction of ['rtl', 'ltr']) {
    const over = await page.evaluate(dir => {
      document.documentElement.dir = dir;
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    }, direction);
    if (over > 0) fault(path, language, direction, 'scrolls sideways by', over, 'px at', width, 'px');
  }
  const tall = await page.$$eval('.aboard bdi, .besides bdi', names => names.filter(name => name.offsetHeight > 72).length);
  if (tall > 0) fault(path, language, tall, 'names push the rest of the journeys down at', width, 'px');
}

for (const path of paths) for (const language of ['en', 'sq']) {
  await page.setViewportSize({ width: 1280, height: 900 });
  const response = await page.goto(inLanguage(path, language));
  if (response.status() !== 200) fault(path, language, 'answers', response.status());
  if (await page.$('.answers')) for (const answer of answers) {
    const bottom = await page.$eval(answer, e => Math.round(e.getBoundingClientRect().bottom));
    console.log(path, language, answer, 'ends at', bottom, 'px');
    if (bottom > 900) fault(path, language, answer, 'ends at', bottom, 'px');
  }
  await page.emulateMedia({ media: 'print' });
  const folded = await page.$$eval('main :is(.fold, .member):not(:has(.criteria)) > :not(summary)', parts => parts.filter(part => part.parentElement.offsetParent && !part.checkVisibility()).length);
  if (folded > 0) fault(path, language, 'printed, it keeps', folded, 'parts folded away');
  await page.emulateMedia({ media: null });
  views += await look(page, (...what) => fault(path, language, ...what));
  for (const width of [1280, 360, 320]) await fits(path, language, width);
}
await office.close();
for (const what of person.faults) console.log('FAULT', what);
console.log(`${views} views, ${person.faults.length} faults`);
process.exit(person.faults.length ? 1 : 0);
