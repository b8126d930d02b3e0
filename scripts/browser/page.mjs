// Looks at one page as the crawl does, and says on standard output what is wrong with it. The last line counts the views and the faults.
//
//   node page.mjs ADDRESS CHROMIUM
import { chromium } from 'playwright-core';
import { listen, look, open, patient } from './look.mjs';
import { walk } from './keys.mjs';

const [address, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, timeout: 120000, args: ['--no-sandbox', '--disable-gpu'] });
const page = await patient(await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
let faults = 0;
const fault = (...what) => { faults++; console.log('FAULT', ...what); };
await listen(page, fault);
await open(page, address, fault);
for (const what of await walk(page)) fault(what);
const views = await look(page, fault);
await browser.close();
console.log(`${views} views, ${faults} faults`);
