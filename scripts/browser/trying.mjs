// Tries things one after the other; what throws is a fault. The last line counts what was tried and the faults.
let tried = 0, faults = 0;

export async function tries(what, act) {
  tried++;
  await act().catch(e => { faults++; console.log('FAULT', what, String(e.message).replaceAll('\n', ' ')); });
}

export function expect(holds, what) {
  if (!holds) throw new Error(what);
}

// end tells what the people's browsers complained of, and how it went.
export function end(...people) {
  for (const person of people) for (const what of person.faults) { faults++; console.log('FAULT', person.username, what); }
  console.log(`${tried} tried, ${faults} faults`);
  process.exit(faults === 0 ? 0 : 1);
}
