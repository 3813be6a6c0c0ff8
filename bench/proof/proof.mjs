/**
 * What proof costs the server on Postgres: a prompt that is opened, a code that is verified, a step-up token that is made
 * and used up, beside a read and beside the same action without a token.
 */
import { postgresDriver } from 'react-session-security/server/postgres';
import { cpuTime } from '../lib/cpuTime.mjs';
import { importTypeScript } from '../lib/importTypeScript.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { readVersion } from '../lib/readVersion.mjs';
import { median, rounded } from '../lib/stats.mjs';

export const isTimed = true;

const inFlight = 16;
const nextCodeMs = 30_000;
/** Every user calls more often than any page would. */
const policy = { limits: { general: { max: 1_000_000, windowMs: 1000, blockMs: 0 } } };

/** @typedef {{ name: string, callsPerSecond: number, cpuMicros: number }} ProofRow */
/** @typedef {{ rows: readonly ProofRow[], users: number, rounds: number, versions: Record<string, string> }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const users = quick ? 32 : 256;
  const rounds = quick ? 1 : 7;
  const postgres = await startPostgres();
  try {
    const connectionString = await postgres.createDatabase('bench_proof');
    const driver = postgresDriver({ connectionString, maxConnections: inFlight });
    const { createTestServer } = await importTypeScript('test/support/server/createTestServer.ts');
    const test = await createTestServer({ database: driver, policy });
    try {
      const people = await signInAll(test, users);
      log(`${users} users with a second factor are signed in`);
      /** @type {Map<string, { perSecond: number, cpu: number }[]>} */
      const taken = new Map();
      const wrong = [];
      // The first round only warms up.
      for (let round = 0; round <= rounds; round += 1) {
        for (const { name, perSecond, cpu, problems } of await runRound(test, people)) {
          wrong.push(...problems);
          if (round > 0) taken.set(name, [...(taken.get(name) ?? []), { perSecond, cpu }]);
        }
        log(round === 0 ? 'warm' : `round ${round} of ${rounds}`);
      }
      const rows = Array.from(taken, ([name, bursts]) => ({
        name,
        callsPerSecond: rounded(median(bursts.map(({ perSecond }) => perSecond))),
        cpuMicros: rounded(median(bursts.map(({ cpu }) => cpu))),
      }));
      const versions = { PostgreSQL: postgres.version, Node: process.versions.node, pg: readVersion('pg') };
      return { figures: { rows, users, rounds, versions }, wrong: [...new Set(wrong)] };
    } finally {
      await test.close();
    }
  } finally {
    await postgres.stop();
  }
}

/** @param {any} test @param {number} count */
async function signInAll(test, count) {
  const { grace, signIn } = await importTypeScript('test/support/server/accounts.ts');
  const people = [];
  for (let index = 0; index < count; index += 1) {
    const user = {
      ...grace,
      id: `user-${index}`,
      email: `user-${index}@example.com`,
      phone: `+1202555${1000 + index}`,
    };
    await test.server.users.createUser(user);
    const browser = test.browser({ remoteAddress: `198.51.100.${index % 250}` });
    const answer = await signIn(test, browser, user);
    if (answer.status !== 200) throw new Error(`user-${index} could not sign in: ${answer.text}`);
    people.push({ browser, challengeId: '', token: '' });
  }
  return people;
}

/** @param {any} test @param {{ browser: any, challengeId: string, token: string }[]} people */
async function runRound(test, people) {
  const { totpAt } = await importTypeScript('test/support/server/accounts.ts');
  const actionType = 'security_settings';
  const settings = { notifyNewDevice: false };
  const code = () => totpAt(test.clock.now());
  const bursts = [
    await burst('session.getStatus', people, ({ browser }) => browser.call('session.getStatus')),
    await burst('auth.create2FAChallenge', people, async (person) => {
      const answer = await person.browser.call('auth.create2FAChallenge', { actionType });
      person.challengeId = String(answer.data.challengeId);
      return answer;
    }),
  ];
  test.clock.advance(nextCodeMs);
  bursts.push(
    await burst('auth.verify2FAChallenge, right code', people, ({ browser, challengeId }) =>
      browser.call('auth.verify2FAChallenge', { challengeId, code: code() }),
    ),
    await burst('auth.updateSecuritySettings, within the grace', people, ({ browser }) =>
      browser.call('auth.updateSecuritySettings', settings),
    ),
  );
  test.clock.advance(nextCodeMs);
  bursts.push(
    await burst('auth.createStepUpToken, by code', people, async (person) => {
      const answer = await person.browser.call('auth.createStepUpToken', { actionType, method: 'totp', code: code() });
      person.token = String(answer.data.token);
      return answer;
    }),
    await burst('auth.updateSecuritySettings, with a token used up', people, ({ browser, token }) =>
      browser.call('auth.updateSecuritySettings', { ...settings, stepUpToken: token }),
    ),
  );
  return bursts;
}

/**
 * Everybody once, 16 at a time.
 * @template Person
 * @param {string} name
 * @param {readonly Person[]} people
 * @param {(person: Person) => Promise<{ status: number, text: string }>} call
 */
async function burst(name, people, call) {
  const waiting = [...people];
  const problems = /** @type {string[]} */ ([]);
  const work = async () => {
    for (let person = waiting.pop(); person !== undefined; person = waiting.pop()) {
      const { status, text } = await call(person);
      if (status !== 200) problems.push(`${name} was answered ${status}: ${text.slice(0, 200)}`);
    }
  };
  const [startedAt, cpuBefore] = [performance.now(), cpuTime()];
  await Promise.all(Array.from({ length: inFlight }, work));
  const ms = performance.now() - startedAt;
  return {
    name,
    perSecond: (people.length / ms) * 1000,
    cpu: (cpuTime() - cpuBefore) / 1000 / people.length,
    problems,
  };
}

/** @param {Figures} figures */
export function tables({ rows, users, rounds, versions }) {
  return [
    {
      caption: `Proof on PostgreSQL ${versions['PostgreSQL']}`,
      columns: ['call', 'calls/s', 'server CPU µs/call'],
      rows: rows.map(({ name, callsPerSecond, cpuMicros }) => [name, callsPerSecond, cpuMicros]),
      notes: [
        `Medians of ${rounds} rounds, in each of which all ${users} users call once, ${inFlight} at a time; the server’s handler without HTTP, on one throwaway Postgres with fsync on, in a process of its own; pg ${versions['pg']}. CPU is the Node process only, the caller’s part included.`,
        'Every code is right, new and used once; every token is made for its call and used up by it; attempt, proof, effect and record are committed.',
      ],
    },
  ];
}
