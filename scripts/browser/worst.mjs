// Opens pages of a running Homeward that hold their worst data, in a real browser at three widths and in both directions of writing,
// and says on standard output what is wrong: a page that scrolls sideways, axe's violations, and, of a case's first page at 1280 by
// 900 pixels, an answer that one has to scroll for: who, where in the process, what next, what is in the way, what to take care of.
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

for (const path of paths) {
  await page.setViewportSize({ width: 1280, height: 900 });
  const response = await page.goto(base + path);
  if (response.status() !== 200) fault(path, 'answers', response.status());
  if (await page.$('.answers')) for (const answer of answers) {
    const bottom = await page.$eval(answer, e => Math.round(e.getBoundingClientRect().bottom));
    console.log(path, answer, 'ends at', bottom, 'px');
    if (bottom > 900) fault(path, answer, 'ends at', bottom, 'px');
  }
  const axe = await judge(page);
  for (const width of [1280, 360, 320]) {
    await page.setViewportSize({ width, height: 900 });
    for (const direction of ['rtl', 'ltr']) {
      const over = await page.evaluate(dir => {
        document.documentElement.dir = dir;
        return document.documentElement.scrollWidth - document.documentElement.clientWidth;
      }, direction);
      if (over > 0) fault(path, direction, 'scrolls sideways by', over, 'px at', width, 'px');
      views++;
    }
    if (width > 320) for (const violation of await axe.violations(everything)) fault(path, width, ...violation);
  }
  await axe.leave();
}
await office.close();
for (const what of person.faults) console.log('FAULT', what);
console.log(`${views} views, ${person.faults.length} faults`);
process.exit(person.faults.length ? 1 : 0);
