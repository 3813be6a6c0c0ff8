/**
 * “Is this session still good?” over HTTP: ours, better-auth's `getSession` and a bare tRPC floor, taking turns on the
 * same database in one run. Requests a second, latency, and CPU time of the server process, which is the steadier figure.
 */
import { startPostgres } from '../lib/postgres.mjs';
import { readVersion } from '../lib/readVersion.mjs';
import { median, rounded } from '../lib/stats.mjs';
import { measureBurst } from './measure.mjs';
import { startServer } from './startServer.mjs';

export const isTimed = true;

const connections = 16;
const serverNames = ['floor', 'ours', 'betterAuth'];
/** What must be beaten, and by how much; below it is said, not failed: wall-clock figures fail nothing. */
const aims = { postgres: 3, pglite: 2 };

/** @typedef {{ store: string, name: string, requestsPerSecond: number, p50: number, p99: number, cpuMicros: number, rssMiB: number }} ValidationRow */
/** @typedef {{ rows: readonly ValidationRow[], stored: number, rounds: number, seconds: number, versions: Record<string, string> }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, profile, log }) {
  const rounds = quick ? 1 : 5;
  const seconds = quick ? 1 : 4;
  const stored = 10_000;
  const rows = [];
  const wrong = [];
  const postgres = await startPostgres();
  try {
    for (const store of /** @type {const} */ (['postgres', 'pglite'])) {
      const url = store === 'postgres' ? await postgres.createDatabase('bench_validation') : '';
      const servers = [];
      try {
        for (const server of serverNames) {
          servers.push(await startServer({ server, store, url, accounts: connections, stored }));
          log(`${store}: ${server} is up, ${stored.toLocaleString('en-US')} sessions stored`);
        }
        const targets = servers.flatMap((server) => server.targets.map((target) => ({ server, target })));
        const bursts = await takeTurns(targets, { rounds, seconds, log: (text) => log(`${store}: ${text}`) });
        for (const { target, taken } of bursts) {
          wrong.push(...taken.flatMap((burst) => burst.wrong));
          rows.push({ store, name: target.name, ...medians(taken) });
        }
        if (profile) for (const { server, target } of targets) await printProfile(store, server, target, seconds);
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
      }
    }
    const versions = {
      PostgreSQL: postgres.version,
      PGlite: readVersion('@electric-sql/pglite'),
      'better-auth': readVersion('better-auth'),
      tRPC: readVersion('@trpc/server'),
      autocannon: readVersion('autocannon'),
    };
    return { figures: { rows, stored, rounds, seconds, versions }, wrong };
  } finally {
    await postgres.stop();
  }
}

/**
 * Every target once a round, each round starting with another one, after a round that only warms up.
 * @param {readonly { server: import('./startServer.mjs').RunningServer, target: import('./servers.mjs').Target }[]} targets
 * @param {{ rounds: number, seconds: number, log: (text: string) => void }} options
 */
async function takeTurns(targets, { rounds, seconds, log }) {
  const bursts = targets.map(({ server, target }) => ({
    server,
    target,
    taken: /** @type {import('./measure.mjs').Burst[]} */ ([]),
  }));
  for (const { server, target } of bursts) await measureBurst(server, target, Math.min(2, seconds));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < bursts.length; turn += 1) {
      const one = bursts[(round + turn) % bursts.length];
      if (one !== undefined) one.taken.push(await measureBurst(one.server, one.target, seconds));
    }
    log(`round ${round + 1} of ${rounds}`);
  }
  return bursts;
}

/** @param {readonly import('./measure.mjs').Burst[]} bursts */
function medians(bursts) {
  const of = (/** @type {'requestsPerSecond' | 'p50' | 'p99' | 'cpuMicros' | 'rssMiB'} */ key) =>
    rounded(median(bursts.map((burst) => burst[key])));
  return {
    requestsPerSecond: of('requestsPerSecond'),
    p50: of('p50'),
    p99: of('p99'),
    cpuMicros: of('cpuMicros'),
    rssMiB: of('rssMiB'),
  };
}

/**
 * @param {string} store
 * @param {import('./startServer.mjs').RunningServer} server
 * @param {import('./servers.mjs').Target} target
 * @param {number} seconds
 */
async function printProfile(store, server, target, seconds) {
  await server.startProfile();
  const { cpuMicros } = await measureBurst(server, target, Math.max(seconds, 4));
  const { functions, packages } = await server.stopProfile();
  console.log(
    `\n${store}: ${target.name}, ${cpuMicros.toFixed(0)} µs a request under the profiler; self time in % of what was not idle`,
  );
  for (const { name, percent } of [...packages, { name: '--', percent: 100 }, ...functions]) {
    console.log(`  ${percent.toFixed(1).padStart(5)}  ${name}`);
  }
}

/** @param {Figures} figures */
export function tables({ rows, stored, rounds, seconds, versions }) {
  return /** @type {const} */ (['postgres', 'pglite']).map((store) => {
    const own = rows.filter((row) => row.store === store);
    const peer = own.find(({ name }) => name.startsWith('better-auth'));
    return {
      caption: `Validation over HTTP on ${store === 'postgres' ? `PostgreSQL ${versions['PostgreSQL']}` : `PGlite ${versions['PGlite']}`}`,
      columns: ['server', 'requests/s', '× better-auth', 'p50 ms', 'p99 ms', 'server CPU µs/request', 'RSS MiB'],
      rows: own.map(({ name, requestsPerSecond, p50, p99, cpuMicros, rssMiB }) => [
        name,
        requestsPerSecond,
        peer === undefined ? null : rounded(requestsPerSecond / peer.requestsPerSecond),
        p50,
        p99,
        cpuMicros,
        rssMiB,
      ]),
      notes: [
        `Medians of ${rounds} interleaved rounds of ${seconds} s; ${connections} connections, each another signed-in user; ${stored.toLocaleString('en-US')} stored sessions; autocannon ${versions['autocannon']} in its own process on the same machine, so requests/s are a lower bound.`,
        store === 'postgres'
          ? 'All servers on one throwaway cluster and database, fsync on; CPU is the Node process only.'
          : 'A PGlite in memory in each server process: the database runs on the server’s own thread, so its CPU is included.',
        `better-auth ${versions['better-auth']}, rate limit off, no cookie cache; tRPC ${versions['tRPC']}. Aim: session.getStatus at least ${aims[store]} times better-auth.`,
      ],
    };
  });
}
