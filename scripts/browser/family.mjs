// Walks a family of four through the pages, from their first talk to the last visit, as the people of three desks and a manager
// would: every button is one the page offers, every form is filled in and sent. The last line counts the people and the faults.
//
//   node family.mjs BASE CHROMIUM PASSWORD [noscript]
import { open } from './office.mjs';

const [base, chromium, password, noscript] = process.argv.slice(2);
const office = await open(base, chromium, password, { script: noscript !== 'noscript' });
const [officer, second, desk, field, manager] = await Promise.all(['officer', 'officer2', 'desk', 'field', 'manager'].map(name => office.signIn(name)));

const day = (days = 0) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
const clock = (hours, zone) => { // the wall clock of a place, as a form asks for it
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(new Date(Date.now() + hours * 36e5)).map(p => [p.type, p.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
};

const members = [
  { family_name: 'Hoxha', given_names: 'Arta', 'birth.day': '2', 'birth.month': '4', 'birth.year': '1990', sex: 'F' },
  { family_name: 'Hoxha', given_names: 'Bledi', 'birth.year': '1988', sex: 'M', relation: 'spouse' },
  { family_name: 'Hoxha', given_names: 'Era', 'birth.day': '15', 'birth.month': '6', 'birth.year': '2012', sex: 'F', relation: 'child' },
  { family_name: 'Hoxha', given_names: 'Noel', 'birth.day': '30', 'birth.month': '1', 'birth.year': '2022', sex: 'M', relation: 'child' },
];
const adults = ['m1', 'm2'], children = ['m3', 'm4'], everybody = [...adults, ...children];

const application = {
  programme: 'standard', language: 'Albanian', 'contact.channel': 'phone', 'contact.value': '+44 20 7946 0123', 'contact.hours': 'after 18:00',
  host_office: 'London office', receiving_office: 'Tirana office', host_country: 'United Kingdom', legal_status: 'rejected',
  'destination.country': 'Albania', 'destination.place': 'Kukës',
};
members.forEach((m, n) => { for (const [key, value] of Object.entries({ ...m, nationality: 'Albania' })) application[`members.${n}.${key}`] = value; });
const reference = await officer.opens(application);
const does = (who, action, entries) => who.does(reference, action, entries);

await does(field, 'answer-assignment', { duty: 'reintegration', answer: 'accept' });
await does(officer, 'record-counselling', { held_on: day(), language: 'Albanian', mode: 'in_person', outcome: 'wishes_to_return' });
for (const member of everybody) await does(officer, 'record-screening', { member, screened_on: day() });
for (const member of adults) for (const kind of ['return', 'data']) await does(officer, 'give-consent', { member, kind, signed_on: day(), language: 'Albanian' });
for (const member of children) for (const given_by of adults) for (const kind of ['return', 'data']) {
  await does(officer, 'give-consent', { member, kind, given_by, signed_on: day(), language: 'Albanian' });
}
for (const member of adults) await does(officer, 'issue-document', { kind: 'declaration', member, language: 'sq' });
await does(officer, 'assess-eligibility', { recommendation: 'approve' });
await does(second, 'decide-eligibility', { decision: 'approve' });
await does(officer, 'request-authority', { members: everybody, authority: 'Border authority', sent_on: day() });
for (const member of everybody) await does(officer, 'record-authority-reply', { member, reply: 'no_objection', replied_on: day() });
for (const [n, member] of everybody.entries()) {
  await does(officer, 'record-travel-document', { member, status: 'issued', kind: 'passport', number: `BA123456${n}`, issuer: 'Albania', issued_on: '2023-03-01', expires_on: '2033-03-01' });
}
await does(desk, 'hold-seats', {
  passengers: everybody, hold_until: clock(1, 'Europe/London'),
  'segments.0.carrier': 'OS', 'segments.0.number': '456', 'segments.0.from': 'LHR', 'segments.0.to': 'VIE',
  'segments.0.departs_at': clock(2, 'Europe/London'), 'segments.0.arrives_at': clock(5, 'Europe/Vienna'),
  'segments.1.carrier': 'OS', 'segments.1.number': '847', 'segments.1.from': 'VIE', 'segments.1.to': 'TIA',
  'segments.1.departs_at': clock(6, 'Europe/Vienna'), 'segments.1.arrives_at': clock(8, 'Europe/Tirane'),
});
await does(desk, 'confirm-booking', { record_locator: 'HXAB12', ...Object.fromEntries(everybody.map((m, n) => [`tickets.${m}`, `257-241031000${n}`])) });
await does(officer, 'record-briefing', { held_on: day(), items: ['itinerary', 'documents', 'right_to_withdraw'] });
await does(desk, 'confirm-departure', { departed_at: clock(0, 'Europe/London'), boarded: everybody });
await does(field, 'confirm-arrival', { arrived_at: clock(0, 'Europe/Tirane'), members: everybody, met_by: 'Tirana office' });
await does(field, 'propose-plan', {
  'measures.0.dimension': 'economic', 'measures.0.level': 'individual', 'measures.0.kind': 'business', 'measures.0.description': 'Tools for a workshop.',
  'measures.0.amount': '1500', 'measures.0.currency': 'EUR', 'measures.0.instalments.0.amount': '750', 'measures.0.instalments.1.amount': '750',
});
await does(manager, 'decide-plan', { decision: 'approve' });
for (const instalment of ['i1', 'i2']) {
  await does(manager, 'release-instalment', { instalment });
  await does(field, 'record-payment', { instalment, amount: '750', currency: 'EUR', paid_on: day(), place: 'supplier', method: 'bank_transfer', receipt: `R-${instalment}` });
}
const visits = await (await field.page.goto(`${base}/cases/${reference}/do/log-visit`), field.page.locator('[name="visit"]:not([type="hidden"])'))
  .evaluateAll(fields => fields.flatMap(f => f.tagName === 'SELECT' ? [...f.options].map(o => o.value) : [f.value]).filter(id => id));
for (const visit of visits) await does(field, 'log-visit', { visit, visited_on: day(), mode: 'home', outcome: 'on_track' });
await does(field, 'close', { reason: 'completed' });

await officer.page.goto(`${base}/cases/${reference}`);
const page = await officer.page.locator('main').innerText();
const faults = [officer, second, desk, field, manager].flatMap(p => p.faults);
if (!page.includes('Closed')) faults.push('the case is not closed');
for (const fault of faults) console.log('FAULT', fault);
await office.close();
console.log(`${members.length} people, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
