/**
 * A million trusted inputs through Node's `EventTarget`, with the whole engine behind ours. Here events can be made
 * trusted, so every input counts that would count in a browser; time is simulated, and no browser is in the figures.
 */
import { createSessionSecurity } from 'react-session-security/client';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import { cpuTime } from '../lib/cpuTime.mjs';
import { median } from '../lib/stats.mjs';

/** @typedef {import('react-session-security/testing').ManualClock} ManualClock */
/** @typedef {{ target: EventTarget, clock: ManualClock }} World */
/** @typedef {(world: World) => Promise<() => void>} Mount */
/** @typedef {{ variant: string, perSecond: number, ns: number, overEmptyNs: number, timers: number }} NodeRow ns of CPU an input; `timers`: set in a million inputs */

const stepMs = 5000;
const idleAfterMs = 15 * 60_000;
const options = { capture: true, passive: true };
const lastActivity = { at: 0 };

/** @type {Readonly<Record<string, Mount>>} */
const variants = {
  none: async () => () => {},
  empty: async ({ target }) => listening(target, () => {}),
  dateNow: async ({ target }) =>
    listening(target, () => {
      lastActivity.at = Date.now();
    }),
  timer: async ({ target }) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const stop = listening(target, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {}, idleAfterMs);
      timersSet += 1;
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  },
  ours: mountOurs,
};
let timersSet = 0;

/** @param {{ rounds: number, inputs: number, log: (text: string) => void }} how @returns {Promise<readonly NodeRow[]>} */
export async function measureInNode({ rounds, inputs, log }) {
  const rows = [];
  for (const perSecond of [60, 125]) {
    const names = Object.keys(variants);
    /** @type {Record<string, { ns: number[], timers: number }>} */
    const taken = Object.fromEntries(names.map((name) => [name, { ns: [], timers: 0 }]));
    // The first round compiles and is forgotten.
    for (let round = -1; round < rounds; round += 1) {
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(Math.max(0, round) + turn) % names.length] ?? 'none';
        const { ns, timers } = await live(name, perSecond, round < 0 ? 100_000 : inputs);
        if (round < 0) continue;
        taken[name]?.ns.push(ns);
        Object.assign(taken[name] ?? {}, { timers: Math.round((timers * 1e6) / inputs) });
      }
    }
    const empty = taken['empty']?.ns ?? [];
    rows.push(
      ...names.map((variant) => {
        const { ns, timers } = taken[variant] ?? { ns: [], timers: 0 };
        const overEmptyNs = median(ns.map((value, round) => value - (empty[round] ?? Number.NaN)));
        return { variant, perSecond, ns: median(ns), overEmptyNs, timers };
      }),
    );
    log(`Node: ${rounds} rounds of ${inputs.toLocaleString('en-US')} inputs at ${perSecond} a second`);
  }
  return rows;
}

/** @param {string} name @param {number} perSecond @param {number} inputs */
async function live(name, perSecond, inputs) {
  const mount = variants[name];
  if (mount === undefined) throw new Error(`There is no variant ${name}.`);
  const world = { target: new EventTarget(), clock: counting(createManualClock()) };
  timersSet = 0;
  const unmount = await mount(world);
  const event = trusted('pointermove');
  const perStep = (perSecond * stepMs) / 1000;
  const steps = Math.ceil(inputs / perStep);
  const before = cpuTime();
  for (let step = 0; step < steps; step += 1) {
    for (let input = 0; input < perStep; input += 1) world.target.dispatchEvent(event);
    world.clock.advance(stepMs);
    // What the engine began goes on: heartbeats, validation.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  const ns = (cpuTime() - before) / (steps * perStep);
  unmount();
  return { ns, timers: timersSet };
}

/** @param {EventTarget} target @param {() => void} hear */
function listening(target, hear) {
  target.addEventListener('pointermove', hear, options);
  return () => target.removeEventListener('pointermove', hear, options);
}

/** @param {World} world */
async function mountOurs({ target, clock }) {
  const client = createSessionSecurity({
    link: createScriptedBackend({ clock }).link,
    clock,
    ports: {
      clock,
      random: Math.random,
      storage: memoryArea,
      channel: () => undefined,
      locks: undefined,
      page: /** @type {any} */ ({
        window: target,
        document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
        navigator: { onLine: true },
      }),
    },
  });
  const stop = client.engine.start();
  await client.engine.load();
  for (let tries = 0; client.engine.getSnapshot().status !== 'active'; tries += 1) {
    if (tries === 1000) throw new Error(`The session is ${client.engine.getSnapshot().status} after a second.`);
    clock.advance(1);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return () => {
    stop();
    client.engine.dispose();
  };
}

/** @returns {any} */
function memoryArea() {
  return area;
}
/** @type {Map<string, string>} */
const items = new Map();
const area = {
  getItem: (/** @type {string} */ key) => items.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => void items.set(key, value),
  removeItem: (/** @type {string} */ key) => void items.delete(key),
};

/** @param {ManualClock} clock @returns {ManualClock} */
function counting(clock) {
  const { schedule } = clock;
  return Object.assign(clock, {
    schedule(/** @type {() => void} */ task, /** @type {number} */ delayMs) {
      timersSet += 1;
      return schedule(task, delayMs);
    },
  });
}

/** Node lets a script say so, which no browser does. @param {string} type */
function trusted(type) {
  return Object.defineProperty(new Event(type), 'isTrusted', { value: true });
}
