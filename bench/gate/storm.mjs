/**
 * Many calls at once with a token that has expired, over HTTP to the reference server: how often it is refreshed, what
 * is lost, and what it takes beyond the trips that nobody can save.
 */
import { median } from '../lib/stats.mjs';
import { loadAxiosAuthRefresh } from './axiosAuthRefresh.mjs';
import { openPage } from './openPage.mjs';
import { refreshOn401 } from './refreshOn401.mjs';
import { startGateServer } from './startGateServer.mjs';

/** As long as a near server takes; loopback alone would hide every needless trip. */
export const latencyMs = 20;
/** Beyond an access token's life and its leeway. */
const pastExpiryMs = 20 * 60_000;
const account = { email: 'maya@example.com', password: 'correct horse battery staple' };
const path = '/api/trpc/session.getStatus';

/** @typedef {(url: string) => Promise<Response>} Send */
/** @typedef {import('./openPage.mjs').OpenPage} OpenPage */
/** @typedef {{ name: string, open: (page: OpenPage, origin: string) => (url: string) => Promise<boolean>, isAhead: boolean }} Way `isAhead`: the page knows that time has passed */
/** @typedef {Storm & { way: string, refreshes: number, refused: number, failed: number, ms: number, addedMs: number | null }} StormRow `addedMs`: beyond the same trips made by hand */

/** @type {readonly Way[]} */
const usual = [
  { name: 'security.fetch, expiry known', open: securityFetch, isAhead: true },
  { name: 'security.fetch, refused with 401', open: securityFetch, isAhead: false },
  { name: 'security.call (batches of 10), expiry known', open: securityCall, isAhead: true },
  { name: 'security.call (batches of 10), refused with 401', open: securityCall, isAhead: false },
  { name: 'refresh on 401, one shared promise', open: handWritten('shared'), isAhead: false },
  { name: 'refresh on 401, each for itself', open: handWritten('each'), isAhead: false },
];

/** @typedef {{ count: number, spreadMs: number }} Storm `spreadMs`: over how long the answers are strewn */

/** @param {{ rounds: number, storms: readonly Storm[], log: (text: string) => void }} options @returns {Promise<readonly StormRow[]>} */
export async function measureStorm({ rounds, storms, log }) {
  const ways = [...usual, ...(await peerWays())];
  const server = await startGateServer({ latencyMs, account });
  try {
    const rows = [];
    for (const { count, spreadMs } of storms) {
      await server.ask({ spreadMs });
      const taken = ways.map(() => /** @type {Life[]} */ ([]));
      // Opens the connections, and compiles.
      await liveByHand(server, count);
      for (const way of ways) await live(server, way, count);
      /** @type {Trips[]} */
      const floors = [];
      for (let round = 0; round < rounds; round += 1) {
        floors.push(await liveByHand(server, count));
        for (let turn = 0; turn < ways.length; turn += 1) {
          const index = (round + turn) % ways.length;
          const way = ways[index];
          if (way !== undefined) taken[index]?.push(await live(server, way, count));
        }
      }
      rows.push(...rowsOf({ count, spreadMs }, ways, taken, floors));
      log(`${count} calls, answers over ${spreadMs} ms: ${rounds} rounds of ${ways.length + 1}`);
    }
    return rows;
  } finally {
    await server.stop();
  }
}

/** @returns {Promise<readonly Way[]>} */
async function peerWays() {
  const axios = await loadAxiosAuthRefresh();
  if (axios === null) return [];
  const { version, open } = axios;
  return [
    { name: `axios-auth-refresh ${version}`, open: (page, origin) => open(page, origin, {}), isAhead: false },
    {
      name: 'axios-auth-refresh, deduplicateRefresh: false',
      open: (page, origin) => open(page, origin, { deduplicateRefresh: false }),
      isAhead: false,
    },
  ];
}

/** @typedef {{ refreshes: number, refused: number, failed: number, ms: number }} Life */
/** @typedef {{ refused: number, refresh: number, served: number }} Trips ms each */

/** A page signs in, its token expires, and everything is asked at once. @param {import('./startGateServer.mjs').GateServer} server @param {Way} way @param {number} count @returns {Promise<Life>} */
async function live(server, { open, isAhead }, count) {
  const { skewMs } = await server.ask();
  const page = await openPage({ origin: server.origin, skewMs, account });
  const ask = open(page, server.origin);
  await server.ask({ advanceMs: pastExpiryMs });
  if (isAhead) page.moveClock(pastExpiryMs);
  const startedAt = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, () => ask(server.origin + path).catch(() => /* counted as failed */ false)),
  );
  const ms = performance.now() - startedAt;
  const { refreshes, refused } = await server.ask();
  return { refreshes, refused, failed: answers.filter((isOk) => !isOk).length, ms };
}

/** The trips one after the other, by somebody who knows beforehand what will come. @param {import('./startGateServer.mjs').GateServer} server @param {number} count @returns {Promise<Trips>} */
async function liveByHand(server, count) {
  const { skewMs } = await server.ask();
  const page = await openPage({ origin: server.origin, skewMs, account });
  const ask = () => page.send(server.origin + path, { headers: page.security.headers() }).then(drained);
  const askAll = () => Promise.all(Array.from({ length: count }, ask));
  await server.ask({ advanceMs: pastExpiryMs });
  const refused = await timeOf(askAll);
  page.moveClock(pastExpiryMs);
  const refresh = await timeOf(() => page.security.engine.tokens?.get() ?? Promise.reject(new Error('No tokens.')));
  const served = await timeOf(askAll);
  return { refused, refresh, served };
}

/** @param {() => Promise<unknown>} work */
async function timeOf(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** @param {Storm} storm @param {readonly Way[]} ways @param {readonly (readonly Life[])[]} taken @param {readonly Trips[]} floors @returns {StormRow[]} */
function rowsOf(storm, ways, taken, floors) {
  const trips = (/** @type {(floor: Trips) => number} */ pick) => median(floors.map(pick));
  const known = { ms: trips((floor) => floor.refresh + floor.served) };
  const refused = { ms: trips((floor) => floor.refused + floor.refresh + floor.served) };
  const byHand = { ...storm, refreshes: 1, failed: 0, addedMs: null };
  return [
    { ...byHand, way: 'by hand: refresh, then the calls', refused: 0, ms: known.ms },
    { ...byHand, way: 'by hand: refused calls, refresh, calls again', refused: storm.count, ms: refused.ms },
    ...ways.map(({ name, isAhead }, index) => {
      const lives = taken[index] ?? [];
      const ms = median(lives.map((life) => life.ms));
      return {
        ...storm,
        way: name,
        refreshes: Math.max(...lives.map(({ refreshes }) => refreshes)),
        refused: Math.max(...lives.map((life) => life.refused)),
        failed: Math.max(...lives.map(({ failed }) => failed)),
        ms,
        // Batches are fewer trips than those made by hand; strewn answers let the trips overlap.
        addedMs: name.startsWith('security.call') || storm.spreadMs > 0 ? null : ms - (isAhead ? known.ms : refused.ms),
      };
    }),
  ];
}

/** @param {OpenPage} page */
function securityFetch({ security }) {
  return (/** @type {string} */ url) => security.fetch(url).then(drained);
}

/** @param {OpenPage} page */
function securityCall({ security }) {
  return () => security.call('session.getStatus').then(() => true);
}

/** @param {'each' | 'shared'} manner @returns {Way['open']} */
function handWritten(manner) {
  return (page, origin) => {
    const send = refreshOn401(page, origin, manner);
    return (url) => send(url).then(drained);
  };
}

/** @param {Response} response */
async function drained(response) {
  await response.arrayBuffer();
  return response.ok;
}
