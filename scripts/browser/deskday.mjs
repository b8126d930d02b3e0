// Does what the travel desk and an officer do on a busy day, in a real browser: books three segments for a family, confirms the
// departure of twenty, and looks again at a paper that was printed before. It counts keys and clicks.
//
//   node deskday.mjs BASE CHROMIUM PASSWORD FAMILY PRINTED
//
// FAMILY is the reference of a family of four that can be booked, PRINTED that of a case with a printed paper.
import { count } from './counting.mjs';

const [base, chromium, password, family, printed] = process.argv.slice(2);
const { desk, figure, tries, end } = await count(base, chromium, password);

await tries('book three segments for a family of four', async () => {
  const d = await desk('desk'), leaves = new Date(Date.now() + 10 * 864e5);
  const day = `${String(leaves.getUTCDate()).padStart(2, '0')}${leaves.toLocaleString('en', { month: 'short', timeZone: 'UTC' }).toUpperCase()}`;
  await d.page.goto(`${base}/cases/${family}/do/hold-seats`);
  await d.pastes(` 1  OS 456 Y ${day} LHRVIE HK4  0640 0955\n 2  OS 847 Y ${day} VIETIA HK4  1020 1200\n 3  W4 12 Y ${day} TIAFCO HK4  1500 1630`);
  await d.on('button[value=read]', '.note.good'); // the lines of a booking system name no year: the next is taken
  await d.enters('#f-hold_until', new Date(Date.now() + 2 * 864e5).toISOString().slice(0, 16));
  await d.on('button[value=check]', '.legs li:nth-child(3)');
  await d.on('main form.does button:not([name])', '.casehead');
  figure('keys_and_clicks_to_book_3_segments_for_4', d.did.keys + d.did.taps, 'actions', 40);
});

await tries('confirm the departure of twenty', async () => {
  const d = await desk('desk');
  await d.page.goto(`${base}/travel`);
  await d.on('main a[href^="/travel/departures"]', 'form.boarding');
  await d.on('form.boarding .does button', '.sums');
  await d.on('form.boarding .does button', '.note.good');
  const told = await d.page.locator('.boards li').count();
  if (told !== 20) throw new Error(`${told} people were told of`);
  figure('clicks_to_confirm_20_departures', d.did.taps, 'clicks', 6);
});

await tries('look again at a paper printed before', async () => {
  const d = await desk('officer');
  await d.page.goto(`${base}/cases/${printed}`);
  await d.on(`a[href="/cases/${printed}/files"]`, '#h-printed');
  await d.on('#h-printed ~ .rows a', 'iframe.looked');
  figure('clicks_to_look_again_at_a_paper', d.did.taps, 'clicks', 2);
});

await end();
