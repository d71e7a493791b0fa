// How much time goes by, a sleep of this machine included: in one, the browser's own measure may stand still.

// By less the time of day is put right now and then; where it is by more, nobody knows how old what was heard is.
const SLEPT = 2000;

let slept = 0;
let lookedAt = [performance.now(), Date.now()];

/** Milliseconds from some instant on, never fewer than before. To be asked often: what is slept counts when it is seen. */
export function passed() {
  const [measured, time] = [performance.now(), Date.now()];
  const more = time - lookedAt[1] - (measured - lookedAt[0]);
  if (more > SLEPT) slept += more;
  lookedAt = [measured, time];
  return measured + slept;
}
