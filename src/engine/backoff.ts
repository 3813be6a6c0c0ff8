/**
 * Pauses between attempts that failed (SPEC A6). Full jitter while they are short, so that a crowd of browsers doesn't
 * come back at once; once they are long and the crowd has spread, only the last third is left to chance, so that half
 * an hour without a server costs at most 15 attempts (ENGINE T-32).
 */

export const backoffBaseMs = 2000;
export const backoffCapMs = 300_000;

/** From here on the crowd has spread. */
const spreadMs = 60_000;
/** 2^30 base pauses are beyond the cap; more would only overflow. */
const mostDoublings = 30;

/**
 * A pause in milliseconds, below `min(300 s, 2 s × 2^(failures − 1))`.
 *
 * @param failures in a row, 1 after the first
 * @param random in [0, 1)
 */
export function backoff(failures: number, random: () => number): number {
  const doublings = Math.min(Math.max(0, failures - 1), mostDoublings);
  const ceiling = Math.min(backoffCapMs, backoffBaseMs * 2 ** doublings);
  const floor = ceiling > spreadMs ? (ceiling * 2) / 3 : 0;
  return Math.floor(floor + random() * (ceiling - floor));
}
