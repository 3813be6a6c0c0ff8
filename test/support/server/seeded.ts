/** mulberry32, so that a failing round can be run again. `last` is what was drawn before. */
export function seeded(seed: number) {
  let state = seed;
  const next = Object.assign(
    (): number => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      next.last = ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
      return next.last;
    },
    { last: 0 },
  );
  return next;
}
