// What a page does more with a script than without one. Every form, list and link works where none runs.
'use strict';

// Keys, for those who do this forty times a day. They act where nobody is writing, and can be switched off on the page of help.
const places = { w: '/work', c: '/cases', t: '/travel', v: '/visits' }, off = 'homeward-keys';
const switchedOff = () => { try { return localStorage.getItem(off) === 'off'; } catch { return false; } };
let went = -Infinity; // when g was pressed, in ms since the page was opened

function row(step) {
  const rows = [...document.querySelectorAll('a.row')];
  rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(document.activeElement) + step))]?.focus();
}

const keys = {
  '/': () => document.querySelector('#find, #q')?.focus(),
  '?': () => location.assign('/help#keys'),
  g: pressed => { went = pressed; },
  j: () => row(1),
  k: () => row(-1),
  n: () => { const at = location.pathname.match(/^\/cases\/(HW-[^/]+)/); if (at) location.assign(`/cases/${at[1]}/do/add-note`); },
  '.': () => document.querySelector('a[href*="/do/"]')?.focus(),
};

document.addEventListener('keydown', event => {
  const field = event.target.closest('input, select, textarea');
  if (event.altKey && event.code === 'KeyH') { event.preventDefault(); document.documentElement.classList.toggle('blanked'); return; }
  const unfolded = event.key === 'Escape' && event.target.closest('details.keep[open]');
  if (unfolded) { unfolded.open = false; unfolded.querySelector('summary').focus(); return; }
  if (field && event.key === 'Escape') { field.blur(); return; }
  if (field && event.key === 'Enter' && event.ctrlKey) { field.form?.querySelector('.does button')?.click(); return; }
  if (field || event.ctrlKey || event.metaKey || event.altKey || switchedOff()) return;
  const there = event.timeStamp - went < 1500 && places[event.key];
  went = -Infinity;
  if (!there && !keys[event.key]) return;
  event.preventDefault();
  if (there) location.assign(there); else keys[event.key](event.timeStamp);
});

for (const box of document.querySelectorAll('#keys-on')) {
  box.hidden = false;
  box.querySelector('input').checked = !switchedOff();
  box.addEventListener('change', event => { try { localStorage.setItem(off, event.target.checked ? 'on' : 'off'); } catch { /* kept nowhere, and then they stay on */ } });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Two minutes before a session ends it says so: one that is not used can be stayed in, one of twelve hours ends, and who goes on signs in
// again. What stands in a form is a draft by then.
const warning = 120;
let ending = 0;

function endsIn(seconds, last) {
  const dialog = document.getElementById('ending');
  clearTimeout(ending);
  document.body.toggleAttribute('data-last', Boolean(last));
  if (dialog && seconds) ending = setTimeout(() => dialog.showModal(), Math.max(0, seconds - warning) * 1000);
}

document.querySelector('#ending .stays button')?.addEventListener('click', async () => {
  const answer = await fetch('/stay', { method: 'POST', redirect: 'error' }).catch(() => null);
  if (!answer?.ok) { location.reload(); return; }
  document.getElementById('ending').close();
  const said = await answer.json();
  endsIn(said.ends, said.last);
});
endsIn(Number(document.body.dataset.ends), 'last' in document.body.dataset);

// A draft is kept on the server a moment after the last key, and when the page is left. It says so only once the server has.
const pause = 2000, again = 10000, mostOfLeaving = 60000; // in ms, in ms, and in bytes a page that is left may still send

function entered(form) {
  const entries = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') entries.append(name, value);
  return entries;
}

function drafts(form) {
  const status = form.querySelector('.saving'), words = form.dataset;
  let timer = 0, changed = false, sent = false, cut = false, through = false, latest = 0;
  const say = (text, more = '') => { status.textContent = text.replace('%s', more); };
  const later = wait => { clearTimeout(timer); timer = setTimeout(save, wait); };

  async function save() {
    if (sent || !changed) return;
    clearTimeout(timer);
    const turn = ++latest, entries = entered(form);
    entries.set('draft', 'keep');
    changed = false;
    say(words.saving);
    let answer;
    try {
      answer = await fetch(form.getAttribute('action'), {
        method: 'POST', body: entries, headers: { Accept: 'application/json' }, redirect: 'error', keepalive: String(entries).length < mostOfLeaving,
      });
    } catch { answer = null; }
    cut = !answer;
    if (turn !== latest || sent) return;
    const said = answer ? await answer.json().catch(() => ({})) : {};
    if (answer?.ok) {
      endsIn(said.ends, said.last);
      if (!changed) say(words.saved, new Date(said.saved_at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
      return;
    }
    changed = true;
    if (answer?.status === 401) say(words.ended);
    else if (said.detail) say(words.refused, said.detail);
    else { say(words.unsaved); later(again); }
  }

  form.addEventListener('input', () => { changed = true; later(pause); });
  form.addEventListener('submit', async event => {
    if (through || !cut && navigator.onLine) { through = false; sent = true; clearTimeout(timer); return; }
    event.preventDefault(); // without a connection the browser would put its own page in place of all that was entered
    changed = true;
    await save();
    if (cut) { say(words.unsent); later(again); return; }
    through = true; // the server answered, whatever the browser thinks of its connection
    form.requestSubmit(event.submitter);
  });
  addEventListener('pageshow', () => { sent = false; }); // they came back to it
  addEventListener('online', save);
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
}

for (const form of document.querySelectorAll('form[data-draft]')) drafts(form);

// One tick for all on a page ticks each of them, and the bar says how many are chosen.
for (const form of document.querySelectorAll('form.picking')) {
  const boxes = [...form.querySelectorAll('[name=case]')], page = form.querySelector('[value=page]'), found = form.querySelector('[value=found]'), says = form.querySelector('output');
  const count = () => {
    const chosen = boxes.filter(box => box.checked).length;
    page.checked = chosen === boxes.length;
    page.indeterminate = chosen > 0 && !page.checked;
    page.disabled = false;
    says.textContent = found?.checked ? '' : says.dataset.words.replace('%s', chosen);
  };
  form.addEventListener('change', event => {
    if (event.target === page) for (const box of boxes) box.checked = page.checked;
    count();
  });
  form.addEventListener('submit', () => { page.disabled = true; }); // what is meant are the ticks that are seen
  addEventListener('pageshow', count);
}

// A page about work that is under way follows it, and is read again as a whole once that has ended.
for (const live of document.querySelectorAll('[data-live]')) {
  const follow = async () => {
    const answer = await fetch(location.href, { redirect: 'error' }).catch(() => null);
    const now = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
    if (answer?.ok && !now) { location.reload(); return; }
    if (now && now.innerHTML !== live.innerHTML) live.innerHTML = now.innerHTML;
    setTimeout(follow, Number(live.dataset.live));
  };
  setTimeout(follow, Number(live.dataset.live));
}
