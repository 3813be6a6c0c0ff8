/**
 * What the way through the client costs when nothing is due: calls over a stub that answers at once, each way beside the
 * same call without it, turn by turn.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTRPCUntypedClient } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import { cpuTime } from '../lib/cpuTime.mjs';
import { distFolder } from '../lib/paths.mjs';
import { median } from '../lib/stats.mjs';

const url = 'https://app.example.com/api/orders';
const token = 'a'.repeat(400);

/** @typedef {{ name: string, beside: string | null, us: number, addedUs: number | null }} OverheadRow */

/** @param {{ rounds: number, calls: number, log: (text: string) => void }} options @returns {Promise<readonly OverheadRow[]>} */
export async function measureOverhead({ rounds, calls, log }) {
  const ways = await makeWays();
  const taken = ways.map(() => /** @type {number[]} */ ([]));
  const beside = ways.map(({ beside: name }) => ways.findIndex((way) => way.name === name));
  for (const { call } of ways) await timeOf(call, calls);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < ways.length; turn += 1) {
      const index = (round + turn) % ways.length;
      const way = ways[index];
      if (way !== undefined) taken[index]?.push(await timeOf(way.call, calls));
    }
  }
  log(`overhead of the gate: ${ways.length} ways, ${rounds} rounds of ${calls.toLocaleString('en-US')} calls`);
  return ways.map(({ name, beside: other }, index) => {
    const times = taken[index] ?? [];
    const floor = taken[beside[index] ?? -1];
    return {
      name,
      beside: other,
      us: median(times),
      // Of one round with itself: what the machine did meanwhile is in both.
      addedUs: floor === undefined ? null : median(times.map((time, round) => time - (floor[round] ?? Number.NaN))),
    };
  });
}

/** One after another, as a page waits for them. @param {() => Promise<unknown>} call @param {number} calls @returns {Promise<number>} µs of CPU a call */
async function timeOf(call, calls) {
  const before = cpuTime();
  for (let index = 0; index < calls; index += 1) await call();
  return (cpuTime() - before) / 1000 / calls;
}

/** @returns {Promise<readonly { name: string, beside: string | null, call: () => Promise<unknown> }[]>} */
async function makeWays() {
  const { createRequestGate } = await load('engine/createRequestGate.js');
  const { gateLink } = await load('client/gateLink.js');
  const answer = new Response(null, { status: 204 });
  const send = async () => answer;
  const clients = {
    cookie: await signedIn('cookie', send),
    bearer: await signedIn('bearer', send),
  };
  const { clock } = clients.bearer;
  const gates = {
    cookie: createRequestGate({ tokens: undefined, clock }),
    bearer: createRequestGate({ tokens: clients.bearer.engine.tokens, clock }),
  };
  const isTokenRefused = () => false;
  const through = (/** @type {any} */ gate) => () => gate.run({ send, isTokenRefused });
  /** @type {(links: readonly any[]) => () => Promise<unknown>} */
  const trpc = (links) => {
    const client = createTRPCUntypedClient({ links: [...links, stubLink] });
    return () => client.query('session.getSessions');
  };
  const init = { credentials: /** @type {const} */ ('include') };
  const byHand = () =>
    send(url, {
      ...init,
      headers: { 'x-session-security': '1', authorization: `Bearer ${token}` },
    });
  return [
    { name: 'a promise', beside: null, call: send },
    { name: 'gate.run, cookie', beside: 'a promise', call: through(gates.cookie) },
    { name: 'gate.run, bearer', beside: 'a promise', call: through(gates.bearer) },
    { name: 'tRPC client', beside: null, call: trpc([]) },
    { name: 'tRPC client + gate, cookie', beside: 'tRPC client', call: trpc([gateLink(gates.cookie)]) },
    { name: 'tRPC client + gate, bearer', beside: 'tRPC client', call: trpc([gateLink(gates.bearer)]) },
    { name: 'tRPC client + guard, cookie', beside: 'tRPC client', call: trpc([clients.cookie.guard]) },
    { name: 'tRPC client + guard, bearer', beside: 'tRPC client', call: trpc([clients.bearer.guard]) },
    { name: 'fetch, headers by hand', beside: null, call: byHand },
    { name: 'security.fetch, cookie', beside: 'fetch, headers by hand', call: () => clients.cookie.fetch(url, init) },
    { name: 'security.fetch, bearer', beside: 'fetch, headers by hand', call: () => clients.bearer.fetch(url, init) },
  ];
}

/** A client with a token that is good for an hour, where it has tokens. @param {'cookie' | 'bearer'} transport @param {any} send */
async function signedIn(transport, send) {
  const client = createSessionSecurity({
    transport,
    trustedOrigins: [new URL(url).origin],
    link: handlersLink({
      'auth.refresh': () => ({
        accessToken: token,
        tokenType: 'Bearer',
        expiresIn: 3600,
        userId: 'user',
        sessionId: 'session',
        serverTime: new Date().toISOString(),
      }),
      'session.getSessions': () => /** @type {any} */ ({}),
    }),
    fetch: send,
  });
  await client.call('session.getSessions');
  return client;
}

/** Answers at once. @type {any} */
const stubLink = () => () =>
  observable((observer) => {
    observer.next({ result: { type: 'data', data: 1 } });
    observer.complete();
  });

/** Parts that have no public name. @param {string} file @returns {Promise<any>} */
function load(file) {
  return import(pathToFileURL(path.join(distFolder, file)).href);
}
