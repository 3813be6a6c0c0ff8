/**
 * Validation in process, one call at a time, against stores of very different sizes that take turns: does it stay flat
 * (SPEC V10)? Every call is another session, picked from the whole table.
 */
import { pgliteDriver } from 'react-session-security/server/pglite';
import { postgresDriver } from 'react-session-security/server/postgres';
import { fillSessions, filledSecret, filledUserId } from '../lib/fillSessions.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { requestHeaders, signInSomebody, startOurServer } from '../lib/startOurServer.mjs';
import { percentile, rounded } from '../lib/stats.mjs';

export const isTimed = true;

const sizes = { postgres: [1_000, 100_000, 1_000_000], pglite: [1_000, 100_000] };
const quickSizes = { postgres: [1_000, 100_000], pglite: [1_000, 10_000] };

/** @typedef {{ p50: number, p99: number }} Latency in µs */
/** @typedef {{ store: string, stored: number, loadSeconds: number, authenticate: Latency, getStatus: Latency }} GrowthRow */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const calls = quick ? 300 : 2000;
  const rounds = quick ? 1 : 5;
  const rows = [];
  const wrong = [];
  const postgres = await startPostgres();
  try {
    for (const store of /** @type {const} */ (['postgres', 'pglite'])) {
      const stores = [];
      for (const stored of (quick ? quickSizes : sizes)[store]) {
        const driver =
          store === 'pglite'
            ? pgliteDriver()
            : postgresDriver({ connectionString: await postgres.createDatabase(`bench_growth_${stored}`) });
        const started = performance.now();
        const filled = await fillStore(driver, stored);
        const loadSeconds = (performance.now() - started) / 1000;
        log(`${store}: ${stored.toLocaleString('en-US')} sessions stored in ${loadSeconds.toFixed(1)} s`);
        stores.push({
          stored,
          loadSeconds,
          ...filled,
          authenticate: /** @type {number[]} */ ([]),
          getStatus: /** @type {number[]} */ ([]),
        });
      }
      // The first round warms up.
      for (let round = 0; round <= rounds; round += 1) {
        for (const one of stores) {
          for (const operation of /** @type {const} */ (['authenticate', 'getStatus'])) {
            const { taken, refused } = await timeCalls(
              one[operation === 'authenticate' ? 'callAuthenticate' : 'callGetStatus'],
              one.stored - 1,
              calls,
            );
            if (round > 0) one[operation].push(...taken);
            if (refused > 0)
              wrong.push(
                `${store}, ${one.stored} sessions: ${refused} calls of ${operation} were not answered rightly`,
              );
          }
        }
      }
      for (const { stored, loadSeconds, authenticate, getStatus, close } of stores) {
        rows.push({
          store,
          stored,
          loadSeconds: rounded(loadSeconds),
          authenticate: latency(authenticate),
          getStatus: latency(getStatus),
        });
        await close();
      }
    }
    return { figures: { rows, calls: calls * rounds, postgres: postgres.version }, wrong };
  } finally {
    await postgres.stop();
  }
}

/** @param {import('react-session-security/server').DatabaseDriver} driver @param {number} stored */
async function fillStore(driver, stored) {
  const server = await startOurServer(driver);
  const { cookie } = await signInSomebody(server, 0);
  await fillSessions(driver.database, stored - 1);
  const cookieName = cookie.split('=', 1)[0] ?? '';
  const request = (/** @type {number} */ index) =>
    new Request('https://app.example.com/api/trpc/session.getStatus', {
      headers: { ...requestHeaders, cookie: `${cookieName}=${filledSecret(index)}` },
    });
  return {
    callAuthenticate: async (/** @type {number} */ index) =>
      (await server.authenticate(request(index))).userId === filledUserId(index),
    callGetStatus: async (/** @type {number} */ index) => {
      const response = await server.handler(request(index));
      return response.status === 200 && (await response.text()).includes(`"${filledUserId(index)}"`);
    },
    close: () => server.close(),
  };
}

/** @param {(index: number) => Promise<boolean>} call @param {number} filled @param {number} count */
async function timeCalls(call, filled, count) {
  const taken = [];
  let refused = 0;
  for (let turn = 0; turn < count; turn += 1) {
    const index = Math.floor(Math.random() * filled);
    const startedAt = performance.now();
    const isRight = await call(index);
    taken.push((performance.now() - startedAt) * 1000);
    if (!isRight) refused += 1;
  }
  return { taken, refused };
}

/** @param {readonly number[]} taken @returns {Latency} */
function latency(taken) {
  return { p50: rounded(percentile(taken, 0.5)), p99: rounded(percentile(taken, 0.99)) };
}

/** @param {{ rows: readonly GrowthRow[], calls: number, postgres: string }} figures */
export function tables({ rows, calls, postgres }) {
  return [
    {
      caption: 'Validation in process against the number of stored sessions, µs',
      columns: ['store', 'sessions', 'authenticate p50', 'p99', 'getStatus p50', 'p99', '× smallest (getStatus p50)'],
      rows: rows.map(({ store, stored, authenticate, getStatus }) => [
        store === 'postgres' ? `PostgreSQL ${postgres}` : 'PGlite, in memory',
        stored,
        authenticate.p50,
        authenticate.p99,
        getStatus.p50,
        getStatus.p99,
        rounded(getStatus.p50 / (rows.find((row) => row.store === store)?.getStatus.p50 ?? Number.NaN)),
      ]),
      notes: [
        `${calls.toLocaleString('en-US')} calls each, one at a time, stores taking turns; every call a session picked at random, five a user.`,
        '`authenticate` is `server.authenticate(request)`; `getStatus` is the whole handler: guard, tRPC, query, answer as text.',
      ],
    },
  ];
}
