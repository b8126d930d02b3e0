// What a page does more with a script than without one. Every form, list and link works where none runs.
'use strict';

// The search box is one key away from everywhere people are not writing.
document.addEventListener('keydown', event => {
  const find = document.querySelector('#find, #q');
  if (event.key !== '/' || !find || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
  event.preventDefault();
  find.focus();
});
