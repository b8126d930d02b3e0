// What a page does more with a script than without one. Every form, list and link works where none runs.
'use strict';

// The search box is one key away from everywhere people are not writing.
document.addEventListener('keydown', event => {
  const find = document.querySelector('#find, #q');
  if (event.key !== '/' || !find || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
  event.preventDefault();
  find.focus();
});

// A draft is kept on the server a moment after the last key, and when the page is left. It says so only once the server has.
const pause = 2000, again = 10000, mostOfLeaving = 60000; // in ms, in ms, and in bytes a page that is left may still send

function entered(form) {
  const entries = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') entries.append(name, value);
  return entries;
}

function drafts(form) {
  const status = form.querySelector('.saving'), words = form.dataset;
  let timer = 0, changed = false, sent = false, latest = 0;
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
    if (turn !== latest || sent) return;
    const said = answer ? await answer.json().catch(() => ({})) : {};
    if (answer?.ok) {
      if (!changed) say(words.saved, new Date(said.saved_at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
      return;
    }
    changed = true;
    if (answer?.status === 401) say(words.ended);
    else if (said.detail) say(words.refused, said.detail);
    else { say(words.unsaved); later(again); }
  }

  form.addEventListener('input', () => { changed = true; later(pause); });
  form.addEventListener('submit', () => { sent = true; clearTimeout(timer); });
  addEventListener('pageshow', () => { sent = false; }); // they came back to it
  addEventListener('online', save);
  addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
}

for (const form of document.querySelectorAll('form[data-draft]')) drafts(form);
