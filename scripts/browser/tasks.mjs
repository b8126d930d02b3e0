// Does the tasks people do all day in a running Homeward, in a real browser, and counts the answers, keys and taps they take. Each
// figure stands in a line of its own, "figure NAME VALUE UNIT", and one over its bar is a fault. The last line counts both.
//
//   node tasks.mjs BASE CHROMIUM PASSWORD
import { count } from './counting.mjs';

const [base, chromium, password] = process.argv.slice(2);
const { desk, figure, tries, end } = await count(base, chromium, password);

await tries('register a case', async () => {
  const d = await desk('officer', 1280), go = '.does button[value=next]';
  await d.page.goto(`${base}/cases/new`);
  await d.answer('#f-programme', 'demo');
  await d.answer('#f-language', 'Albanian');
  await d.answer('#f-contact-channel', 'phone');
  await d.answer('#f-contact-value', '+447700900321');
  await d.on(go, '#f-members-0-given_names');
  await d.answer('#f-members-0-given_names', 'Zamir');
  await d.answer('#f-members-0-family_name', 'Prenga');
  await d.answer('#f-members-0-birth-year', '1985');
  await d.answer('#f-members-0-sex', 'M');
  await d.answer('#f-members-0-nationality', 'Albania');
  await d.on(go, 'button[value=members]');
  await d.on(go, '#f-host_country');
  await d.answer('#f-host_country', 'United Kingdom');
  await d.answer('#f-destination-country', 'Albania');
  await d.answer('#f-legal_status', 'rejected');
  await d.on(go, '#f-screening');
  await d.on(go, '.checked');
  await d.on('.does button[value=open]', '.slip .code');
  figure('answers_to_register_a_case', d.did.answers, 'answers', 12);
  figure('clicks_to_register_a_case', d.did.taps, 'clicks', 8);
  figure('signs_to_register_a_case', d.did.signs, 'signs', 300); // 40 words of five signs a minute, for 90 seconds
});

await tries('open a known case', async () => {
  const d = await desk('officer', 1280);
  await d.page.goto(`${base}/cases`);
  const href = await d.page.getAttribute('a.row', 'href'), reference = href.split('/').pop();
  await d.page.goto(`${base}/work`);
  await d.key('/');
  for (const sign of reference.slice(-4)) await d.key(sign);
  await d.key('Enter');
  await d.page.waitForURL(`**${href}`);
  figure('keys_to_open_a_known_case', d.did.keys, 'keys', 6);
});

await tries('reassign twenty cases', async () => {
  const d = await desk('officer', 1280);
  await d.page.goto(`${base}/cases?open=1&rows=25`);
  const cases = await d.page.locator('[name=case]').count();
  await d.tap('.bulk [value=page]');
  await d.on('.bulk button[value=assign]', '#to');
  await d.answer('#to', 'return person officer2');
  await d.on('form[action="/jobs"] button', '.jobrows');
  const done = await d.page.locator('.jobrows tbody tr').count();
  if (done !== cases || cases === 0) throw new Error(`${done} rows of ${cases} cases`);
  figure('clicks_to_reassign_a_page_of_cases', d.did.taps + d.did.answers, 'clicks', 5);
});

await tries('log a visit', async () => {
  const d = await desk('field', 360);
  await d.page.goto(`${base}/visits?whose=all`);
  await d.on('.acts a[href*="log-visit"]', '#f-findings');
  await d.tap('input[name=safe_contact_checked]');
  await d.tap('input[name=mode][value=home]');
  await d.tap('input[name=outcome][value=on_track]');
  await d.tap('#f-findings');
  await d.page.keyboard.type('The shop is open.');
  await d.on('.does button', '.note[role=status]');
  figure('taps_to_log_a_visit', d.did.taps, 'taps', 20);
});

await end();
