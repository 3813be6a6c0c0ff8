/**
 * The way out for calls: what it costs when nothing is due, and what it does when a hundred calls find their token
 * expired.
 */
import { readVersion } from '../lib/readVersion.mjs';
import { rounded } from '../lib/stats.mjs';
import { measureOverhead } from './overhead.mjs';
import { latencyMs, measureStorm } from './storm.mjs';

export const isTimed = true;

/** @typedef {import('./overhead.mjs').OverheadRow} OverheadRow */
/** @typedef {import('./storm.mjs').StormRow} StormRow */
/** @typedef {{ overhead: readonly OverheadRow[], storms: readonly StormRow[], rounds: { overhead: number, storm: number }, calls: number, trpc: string }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const rounds = quick ? { overhead: 2, storm: 1 } : { overhead: 15, storm: 5 };
  const calls = quick ? 2000 : 20_000;
  const overhead = await measureOverhead({ rounds: rounds.overhead, calls, log });
  const storms = await measureStorm({
    rounds: rounds.storm,
    storms: [
      { count: 50, spreadMs: 0 },
      { count: 100, spreadMs: 0 },
      { count: 100, spreadMs: 1000 },
    ],
    log,
  });
  return {
    figures: {
      overhead: overhead.map(short),
      storms: storms.map(short),
      rounds,
      calls,
      trpc: readVersion('@trpc/client'),
    },
    wrong: storms.flatMap(problemsOf),
  };
}

/** Ours only: what others lose is theirs. @param {StormRow} row */
function problemsOf({ way, count, refreshes, failed }) {
  if (!way.startsWith('security.') || (refreshes === 1 && failed === 0)) return [];
  return [
    `${way}: ${count} calls at once led to ${refreshes} refreshes, and ${failed} were lost; 1 and 0 are promised`,
  ];
}

/** @template {object} Row @param {Row} row @returns {Row} */
function short(row) {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** @param {Figures} figures */
export function tables({ overhead, storms, rounds, calls, trpc }) {
  return [
    {
      caption: 'A call when nothing is due, µs of CPU',
      columns: ['way', 'µs', 'added', 'to'],
      rows: overhead.map(({ name, us, addedUs, beside }) => [name, us, addedUs, beside]),
      notes: [
        `Medians of ${rounds.overhead} interleaved rounds of ${calls.toLocaleString('en-US')} calls in Node, one after another, over a stub that answers at once; “added” is the median of the differences within a round. tRPC ${trpc}. Aim: at most 2 µs for the gate.`,
        '“Guard” is the gate and the watch over the session, what `sessionSecurityLink()` puts into a chain. `security.fetch` also reads the URL, decides whether its origin is trusted, and writes the headers.',
        'Recorded elsewhere, not run here: Supabase 3.1 and Okta 2.1 over a stub, oidc-client-ts 4.8, Auth0 9, SuperTokens 223, axios-auth-refresh 86.',
      ],
    },
    ...[0, 1000].map((spread) => ({
      caption:
        spread === 0
          ? 'Calls at once with an expired access token'
          : 'The same, with answers strewn over one second: refusals arrive before, while and after the refresh',
      columns: ['calls', 'way', 'refreshes', 'refused', 'lost', 'ms to the last answer', 'ms beyond the trips by hand'],
      rows: storms
        .filter(({ spreadMs }) => spreadMs === spread)
        .map(({ count, way, refreshes, refused, failed, ms, addedMs }) => [
          count,
          way,
          refreshes,
          refused,
          failed,
          ms,
          addedMs,
        ]),
      notes:
        spread === 0
          ? [
              `The reference server with the bearer transport on PGlite in a process of its own, over HTTP on loopback, each request held back ${latencyMs} ms; \`session.getStatus\`; medians of ${rounds.storm} interleaved rounds, counts are the worst of them. “Refused” are requests answered 401.`,
              'By hand: the refused calls, one refresh and the calls again, each begun when the one before has ended. Aim: 1 refresh, none lost, at most 50 ms beyond that.',
              'Lost calls of “each for itself” are those that the server refused to refresh: it lets a session do that 20 times in 5 minutes.',
            ]
          : [],
    })),
  ];
}
