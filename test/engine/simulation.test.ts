/**
 * Five tabs through everything at once: input, sleep, freezing, crashes, clocks that are set, a network that fails,
 * sign-outs and other accounts, in random order. What must never happen, never does (issue of the engine, Shows 2).
 * A failing seed is in the test's message: `SIMULATION_SEED=n npx vitest run --project node test/engine/simulation`.
 */
import { describe, expect, it } from 'vitest';
import { createRequestGate } from '../../src/engine/createRequestGate';
import type { AccessToken } from '../../src/engine/AccessToken';
import { parseSessionRecord } from '../../src/engine/SessionRecord';
import type { SessionPhase, SessionSnapshot } from '../../src/engine/SessionSnapshot';
import { defaultName, recordKey, storageName } from '../../src/engine/storageNames';
import type { EngineTab } from '../support/engine/simulateSession';
import { simulateSession } from '../support/engine/simulateSession';

const second = 1000;
const minute = 60 * second;
const tabCount = 5;
const idleTimeoutMs = 15 * minute;

const runs = Number(process.env['SIMULATION_RUNS'] ?? 300);
const only = process.env['SIMULATION_SEED'];

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function simulate(seed: number): Promise<string[]> {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const bearer = pick([undefined, {}, { isShared: true }, { ttlMs: 3 * minute }] as const);
  const without = pick([[], [], [], ['locks'], ['channels'], ['locks', 'channels']] as const);
  const world = simulateSession({
    random,
    without,
    policy: { idleTimeoutMs },
    ...(bearer !== undefined && { bearer }),
    latencyMs: Math.floor(random() * 400),
  });
  const { browser, backend } = world;
  let accounts = 1;
  backend.signIn('user-0');
  const tabs: EngineTab[] = [];
  const pending = new Map<Promise<unknown>, EngineTab>();
  const track = (promise: Promise<unknown>, tab: EngineTab): void => {
    pending.set(promise, tab);
    void promise.finally(() => pending.delete(promise));
  };
  const crashed = new Set<EngineTab>();
  const breaches: string[] = [];
  let moment = 'start';
  /** Each change as it is told: whoever has told of a session's end never shows that session again. */
  const watch = ({ engine }: EngineTab): void => {
    const told = new Set<string>();
    engine.subscribe(() => {
      const { status, sessionId } = engine.getSnapshot();
      if (sessionId === undefined) return;
      if (isOver(status)) told.add(sessionId);
      else if (told.has(sessionId)) breaches.push(`${moment}: ${sessionId} came back`);
    });
  };
  const open = (): void => {
    if (tabs.filter((tab) => !crashed.has(tab)).length >= tabCount) return;
    const tab = world.open();
    watch(tab);
    tabs.push(tab);
  };
  for (let count = 0; count < tabCount; count += 1) open();
  await browser.advance(5 * second);

  /** A call of the application: its token must belong to the account that the tab shows. */
  const callThrough = async (tab: EngineTab): Promise<void> => {
    const gate = createRequestGate({ tokens: tab.engine.tokens, clock: tab.ports.clock });
    const send = async (token: AccessToken | undefined): Promise<void> => {
      const { userId, sessionId } = tab.engine.getSnapshot();
      if (token !== undefined && sessionId !== undefined && token.sessionId !== sessionId) {
        breaches.push(`sent as ${token.sessionId} while showing ${sessionId} of ${userId ?? ''}`);
      }
      await tab.arrive(backend.latencyMs, () => undefined);
    };
    await gate.run({ send, isTokenRefused: () => false }).catch(() => {});
  };
  const steps: readonly (readonly [number, (tab: EngineTab) => void])[] = [
    [30, (tab) => tab.isRunning && tab.input()],
    [10, (tab) => tab.hide()],
    [10, (tab) => tab.isRunning && tab.show()],
    [6, (tab) => tab.freeze()],
    [8, (tab) => tab.thaw()],
    [
      2,
      (tab) => {
        tab.crash();
        crashed.add(tab);
      },
    ],
    [4, open],
    [4, () => world.sleep(Math.floor(random() * 40 * minute))],
    [2, () => browser.setClock(Math.floor((random() - 0.5) * 4 * 60 * minute))],
    [6, () => (backend.fault = pick(['offline', 'hang', 'ambiguous', { throttle: 30 * second }] as const))],
    [10, () => (backend.fault = undefined)],
    [4, (tab) => tab.isRunning && tab.page.window.dispatch(pick(['online', 'offline', 'focus']))],
    [3, (tab) => track(tab.engine.extend(), tab)],
    [3, (tab) => track(tab.engine.validate(), tab)],
    [1, (tab) => tab.isRunning && track(tab.engine.signOut(), tab)],
    [
      2,
      (tab) => {
        if (!tab.isRunning || backend.fault !== undefined) return;
        backend.signIn(`user-${String((accounts += 1) % 3)}`);
        track(tab.engine.validate(), tab);
      },
    ],
    [1, () => backend.current !== undefined && (backend.current.ended ??= 'revoked')],
    [12, (tab) => tab.isRunning && track(callThrough(tab), tab)],
  ];
  const total = steps.reduce((sum, [weight]) => sum + weight, 0);

  const ended = new Set<string>();
  /** What one tab tells of an end, all tabs can read; and what all can read as ended, nobody writes as alive again. */
  const check = (): void => {
    const record = parseSessionRecord(browser.storage.items.get(storageName(defaultName, recordKey)));
    if (record === undefined) return;
    if (record.ended !== undefined) ended.add(record.sessionId);
    else if (ended.has(record.sessionId)) breaches.push(`${moment}: ${record.sessionId} was written anew`);
    for (const { engine, isRunning } of tabs) {
      const { status, sessionId } = engine.getSnapshot();
      const isOwn = isRunning && isOver(status) && sessionId === record.sessionId;
      if (isOwn && record.ended === undefined) breaches.push(`${moment}: only one tab knows the end of ${sessionId}`);
    }
  };

  for (let step = 0; step < 60; step += 1) {
    const candidates = tabs.filter((tab) => !crashed.has(tab));
    if (candidates.length === 0) {
      open();
      continue;
    }
    let roll = random() * total;
    const [, act] = steps.find(([weight]) => (roll -= weight) < 0) ?? steps[0] ?? [0, () => {}];
    moment = `step ${String(step)}`;
    act(pick(candidates));
    await browser.advance(Math.floor(random() ** 3 * 4 * minute));
    check();
  }

  moment = 'afterwards';
  backend.fault = undefined;
  const alive = tabs.filter((tab) => !crashed.has(tab));
  for (const tab of alive) {
    tab.thaw();
    tab.show();
    tab.page.window.dispatch('online');
  }
  await browser.advance(2 * minute);
  if (backend.mostRefreshesAtOnce > 1 && !without.some((lack) => lack === 'locks')) {
    breaches.push(`${String(backend.mostRefreshesAtOnce)} refreshes at once`);
  }
  const views = new Set(alive.map(({ engine }) => viewOf(engine.getSnapshot())));
  if (views.size > 1) breaches.push(`the tabs disagree: ${[...views].join(' / ')}`);
  const hanging = [...pending.values()].filter((tab) => !crashed.has(tab)).length;
  if (hanging > 0) breaches.push(`${String(hanging)} promises hang`);

  // Without input, everything ends within its bound, whatever happened before.
  await browser.advance(idleTimeoutMs + minute);
  for (const { engine, notices } of alive) {
    const { status } = engine.getSnapshot();
    if (!isOver(status)) breaches.push(`idle, and still ${status}`);
    const wasCutOff = notices.some((notice) => notice.type === 'ended' && notice.reason === 'graceExhausted');
    if (wasCutOff) breaches.push('signed out by the network');
  }
  return breaches.map((breach) => `seed ${String(seed)}: ${breach}`);
}

function isOver(status: SessionPhase): boolean {
  return status === 'signedOut' || status === 'expired' || status === 'revoked';
}

function viewOf({ status, userId, sessionId }: SessionSnapshot): string {
  // At the very moment of a warning, clocks that differ by a round trip may still see it differently.
  const phase = status === 'warning' ? 'active' : status;
  return `${phase} ${userId ?? ''} ${sessionId ?? ''}`;
}

describe('a random hour', () => {
  const batch = 25;
  const seeds =
    only === undefined ? Array.from({ length: Math.ceil(runs / batch) }, (_, index) => index * batch) : [Number(only)];
  it.each(seeds)('from seed %i on', { timeout: 600_000 }, async (first) => {
    const breaches: string[] = [];
    for (let seed = first; seed < first + (only === undefined ? batch : 1); seed += 1) {
      breaches.push(...(await simulate(seed)));
    }
    expect(breaches).toEqual([]);
  });
});
