/**
 * How often a browser asks in an hour, however many tabs it has: the engine of `src` in every tab of a simulated browser,
 * under a simulated clock, so the counts are the same on every machine.
 */
import { importTypeScript } from '../lib/importTypeScript.mjs';
import { peers } from './peers.mjs';

export const isTimed = false;

const tabCounts = [1, 5, 20];
const minute = 60_000;
const hour = 60 * minute;
/** A hand that is never away for longer. */
const inputEveryMs = 5000;

/** @typedef {'active' | 'idle' | 'hidden'} Activity */
/** @typedef {{ activity: Activity, tokenLife: number | null, most: number }} Scene `most`: what is promised for any number of tabs */
/** @type {readonly Scene[]} */
const scenes = [
  { activity: 'active', tokenLife: null, most: 30 },
  { activity: 'active', tokenLife: 3600, most: 31 },
  { activity: 'active', tokenLife: 900, most: 36 },
  { activity: 'idle', tokenLife: null, most: 14 },
  { activity: 'hidden', tokenLife: null, most: 8 },
];

/** @typedef {{ validate: number, heartbeat: number, refresh: number, signOut: number }} Calls */
/** @typedef {{ tabs: number, calls: Calls, total: number, wakesPerTab: number }} Hour */
/** @typedef {Scene & { hours: readonly Hour[] }} Row */
/** @typedef {{ tabs: number, atOnce: number, oneSwitch: number, twentySwitches: number }} Burst */
/** @typedef {{ rows: readonly Row[], bursts: readonly Burst[] }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const { simulateSession } = await importTypeScript('test/support/engine/simulateSession.ts');
  /** @type {Row[]} */
  const rows = [];
  const wrong = [];
  for (const scene of scenes) {
    const hours = [];
    for (const tabs of quick ? [1, 5] : tabCounts) {
      const measured = await oneHour(simulateSession, scene, tabs);
      hours.push(measured);
      if (measured.total > scene.most) {
        wrong.push(
          `${nameOf(scene)} with ${tabs} tabs asked ${measured.total} times an hour, at most ${scene.most} are promised`,
        );
      }
      if (scene.activity !== 'active' && measured.calls.heartbeat > 0) {
        wrong.push(`${nameOf(scene)} with ${tabs} tabs sent ${measured.calls.heartbeat} heartbeats without any input`);
      }
    }
    rows.push({ ...scene, hours });
    log(nameOf(scene));
  }
  const bursts = [];
  for (const tabs of quick ? [1, 5] : tabCounts) bursts.push(await oneBurst(simulateSession, tabs));
  return { figures: { rows, bursts }, wrong };
}

/** @param {any} simulateSession @param {Scene} scene @param {number} count @returns {Promise<Hour>} */
async function oneHour(simulateSession, { activity, tokenLife }, count) {
  const { browser, backend, open } = simulateSession({
    policy: { idleTimeoutMs: 24 * hour },
    ...(tokenLife !== null && { bearer: { ttlMs: tokenLife * 1000, isShared: true } }),
  });
  backend.signIn();
  const wakes = countWakes(browser);
  const tabs = [];
  // As people open them, not all at once.
  for (let index = 0; index < count; index += 1) {
    tabs.push(open());
    await browser.advance(7000);
  }
  if (tokenLife !== null) for (const tab of tabs) await settled(browser, tab.engine.tokens.get());
  if (activity === 'hidden') for (const tab of tabs) tab.hide();
  const before = { ...backend.calls };
  const wakesBefore = wakes.count;
  for (let passed = 0; passed < hour; passed += inputEveryMs) {
    if (activity === 'active') tabs[0].input();
    await browser.advance(inputEveryMs);
  }
  const calls = {
    validate: backend.calls.validate - before.validate,
    heartbeat: backend.calls.heartbeat - before.heartbeat,
    refresh: backend.calls.refresh - before.refresh,
    signOut: backend.calls.signOut - before.signOut,
  };
  const total = calls.validate + calls.heartbeat + calls.refresh + calls.signOut;
  return { tabs: count, calls, total, wakesPerTab: Math.round((wakes.count - wakesBefore) / count) };
}

/** Timers of engines that went off; those that were cancelled before woke nobody. @param {any} browser */
function countWakes(browser) {
  const wakes = { count: 0 };
  const openTab = browser.openTab;
  browser.openTab = () => {
    const tab = openTab();
    const { clock } = tab.ports;
    const schedule = clock.schedule;
    clock.schedule = (/** @type {() => void} */ task, /** @type {number} */ delayMs) =>
      schedule(() => {
        wakes.count += 1;
        task();
      }, delayMs);
    return tab;
  };
  return wakes;
}

/** All tabs restored in one moment, then somebody who goes from tab to tab. @param {any} simulateSession @param {number} count @returns {Promise<Burst>} */
async function oneBurst(simulateSession, count) {
  const { browser, backend, openMany } = simulateSession({ policy: { idleTimeoutMs: 24 * hour } });
  backend.signIn();
  const tabs = await openMany(count);
  const atOnce = backend.total;
  for (const tab of tabs.slice(1)) tab.hide();
  // Between two checks that are due anyway.
  await browser.advance(2 * minute);
  const goTo = async (/** @type {number} */ index) => {
    for (const tab of tabs) if (tab.page.document.visibilityState === 'visible') tab.hide();
    tabs[index % count].show();
    await browser.advance(1000);
  };
  const beforeSwitch = backend.total;
  await goTo(1);
  const oneSwitch = backend.total - beforeSwitch;
  for (let index = 2; index <= 20; index += 1) await goTo(index);
  return { tabs: count, atOnce, oneSwitch, twentySwitches: backend.total - beforeSwitch };
}

/** @param {any} browser @param {Promise<unknown>} promise */
async function settled(browser, promise) {
  await Promise.all([promise, browser.advance(1000)]);
}

/** @param {Scene} scene */
function nameOf({ activity, tokenLife }) {
  /** @type {Record<Activity, string>} */
  const names = { active: 'input in one tab', idle: 'seen, no input', hidden: 'all hidden' };
  return tokenLife === null ? names[activity] : `${names[activity]}, access tokens of ${tokenLife} s`;
}

/** @param {Figures} figures */
export function tables({ rows, bursts }) {
  const counts = rows[0]?.hours.map(({ tabs }) => tabs) ?? [];
  const columns = counts.map((tabs) => (tabs === 1 ? '1 tab' : `${tabs} tabs`));
  return [
    {
      caption: 'Requests an hour, the whole browser',
      columns: ['what happens', ...columns, 'promised', 'checks + heartbeats + refreshes', 'timers that go off'],
      rows: rows.map((row) => {
        const [alone] = row.hours;
        const calls = row.hours.at(-1)?.calls;
        return [
          nameOf(row),
          ...row.hours.map(({ total }) => total),
          `≤ ${row.most}`,
          calls === undefined ? null : `${calls.validate} + ${calls.heartbeat} + ${calls.refresh}`,
          alone?.wakesPerTab ?? null,
        ];
      }),
      notes: [
        `The engine of \`src\` over a simulated browser (\`test/support/engine\`) and clock. Input every ${inputEveryMs / 1000} s, tabs opened 7 s apart, validation and heartbeat every 5 minutes. Kinds of requests are those of the most tabs; timers are those of one tab alone, without the network’s.`,
        'Access tokens that tabs share, in a cookie; a token that each page keeps to itself is one refresh a tab and life.',
      ],
    },
    {
      caption: 'Requests in a moment, the whole browser',
      columns: ['tabs', 'all restored at once', 'one switch of tabs', '20 switches in 20 s'],
      rows: bursts.map(({ tabs, atOnce, oneSwitch, twentySwitches }) => [tabs, atOnce, oneSwitch, twentySwitches]),
      notes: ['Two minutes after the last check; nobody is asked again within 5 s of an answer.'],
    },
    peers,
  ];
}
