/**
 * Movements of a mouse in real Chromium. Scripts can make them by the hundred thousand, but not trusted ones, which are
 * all that ours counts; so those come from the browser itself, one at a time, and are timed on their own.
 */
import { chromium } from 'playwright-core';
import { chromiumLaunch } from '../lib/chromiumLaunch.mjs';
import { median } from '../lib/stats.mjs';
import { buildActivityPage, openActivityPage } from './openActivityPage.mjs';

/** As `createActivityMonitor` has it. */
export const foldMs = 5000;

/** @typedef {{ variant: string, ns: number }} BurstRow ns of CPU for an input, dispatch and all */
/** @typedef {{ variant: string, ns: number, perSecond: number, timers: number, renders: number }} MoveRow ns a movement at the listeners; timers and renders of all rounds */
/** @typedef {{ heardUs: number, endUs: number, folds: number }} Fold Once in 5 s of input: the movement that is heard, and the end of the fold. */
/** @typedef {{ version: string, bursts: readonly BurstRow[], moves: readonly MoveRow[], fold: Fold, wrong: readonly string[] }} ChromiumFigures */

const bursts = ['none', 'empty', 'dateNow', 'timer', 'idleTimer', 'idleTimerUnthrottled', 'ours'];

/** @param {{ rounds: number, inputs: number, folds: number, moveRounds: number, moves: number, log: (text: string) => void }} options @returns {Promise<ChromiumFigures>} */
export async function measureInChromium({ rounds, inputs, folds, moveRounds, moves, log }) {
  const folder = await buildActivityPage();
  const browser = await chromium.launch(chromiumLaunch());
  const wrong = /** @type {string[]} */ ([]);
  const onError = (/** @type {string} */ message) => void wrong.push(`the page threw ${message}`);
  try {
    const tab = await openActivityPage(browser, { folder, countTimers: false, onError });
    const rows = await measureBursts(tab, { rounds, inputs, wrong });
    log(`Chromium: ${rounds} rounds of ${inputs.toLocaleString('en-US')} inputs`);
    const fold = await measureFold(tab, folds);
    log(`Chromium: ${folds} folds`);
    await tab.close();
    const counting = await openActivityPage(browser, { folder, countTimers: true, onError });
    const moved = await measureMoves(counting, { rounds: moveRounds, moves });
    log(`Chromium: ${moveRounds} rounds of ${moves} real movements`);
    return { version: browser.version(), bursts: rows, moves: moved, fold, wrong };
  } finally {
    await browser.close();
  }
}

/** @param {import('playwright-core').Page} tab @param {{ rounds: number, inputs: number, wrong: string[] }} options @returns {Promise<BurstRow[]>} */
async function measureBursts(tab, { rounds, inputs, wrong }) {
  const names = bursts.flatMap((name) => (name === 'ours' ? ['oursListening', 'oursFolding'] : [name]));
  /** @type {Record<string, number[]>} */
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  const cpuTime = await startCpuMeter(tab);
  const burst = (/** @type {number} */ count) => tab.evaluate((times) => window.activityBench.burst(times), count);
  // The first round compiles and is forgotten.
  for (let round = -1; round < rounds; round += 1) {
    const take = async (/** @type {string} */ name) => {
      if (round < 0) return burst(10_000);
      const before = await cpuTime();
      await burst(inputs);
      taken[name]?.push(((await cpuTime()) - before) / inputs);
    };
    for (let turn = 0; turn < bursts.length; turn += 1) {
      const variant = bursts[(Math.max(0, round) + turn) % bursts.length] ?? 'none';
      await mount(tab, variant, true);
      if (variant === 'ours') {
        await take('oursListening');
        await expectListeners(tab, 1, 'before any trusted input', wrong);
        await move(tab, round + turn);
        await expectListeners(tab, 0, 'after a trusted input', wrong);
        await take('oursFolding');
      } else {
        await take(variant);
      }
      await tab.evaluate(() => window.activityBench.unmount());
    }
  }
  return names.map((variant) => ({ variant, ns: median(taken[variant] ?? []) }));
}

/** Real time and real movements, as fast as the browser takes them. @param {import('playwright-core').Page} tab @param {{ rounds: number, moves: number }} options @returns {Promise<MoveRow[]>} */
async function measureMoves(tab, { rounds, moves }) {
  const rows = bursts.map((variant) => ({
    variant,
    means: /** @type {number[]} */ ([]),
    seconds: 0,
    timers: 0,
    renders: 0,
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < rows.length; turn += 1) {
      const row = rows[(round + turn) % rows.length];
      if (row === undefined) continue;
      await tab.evaluate(() => window.activityBench.timePassages());
      await mount(tab, row.variant, false);
      const before = await tab.evaluate(lookAround);
      for (let index = 0; index < moves; index += 1) await move(tab, index);
      const after = await tab.evaluate(lookAround);
      await tab.evaluate(() => window.activityBench.unmount());
      // The clock's steps of 5 µs leave the mean where it is.
      row.means.push((after.passages.reduce((sum, ms) => sum + ms, 0) * 1e6) / after.passages.length);
      row.seconds += (after.at - before.at) / 1000;
      row.timers += after.timers - before.timers;
      row.renders += after.renders - before.renders;
    }
  }
  return rows.map(({ variant, means, seconds, timers, renders }) => ({
    variant,
    ns: median(means),
    perSecond: Math.round((rounds * moves) / seconds),
    timers,
    renders,
  }));
}

/** CPU time of the page's main thread, which what else runs on the machine doesn't lengthen. @param {import('playwright-core').Page} tab @returns {Promise<() => Promise<number>>} ns */
async function startCpuMeter(tab) {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'ThreadTime')?.value;
    if (seconds === undefined) throw new Error('Chromium does not tell the CPU time of the page.');
    return seconds * 1e9;
  };
}

/** In the page. */
function lookAround() {
  return {
    timers: /** @type {any} */ (window).timersSet(),
    renders: window.activityBench.renders(),
    at: performance.now(),
    passages: window.activityBench.takePassages(),
  };
}

/** The rare dear moments of ours, at a clock that is moved. @param {import('playwright-core').Page} tab @param {number} folds @returns {Promise<Fold>} */
async function measureFold(tab, folds) {
  await tab.evaluate(() => window.activityBench.timePassages());
  await mount(tab, 'ours', true);
  const heard = [];
  const ends = [];
  for (let fold = 0; fold < folds; fold += 1) {
    await move(tab, fold);
    heard.push(...(await tab.evaluate(() => window.activityBench.takePassages())).slice(-1));
    ends.push(await tab.evaluate((ms) => window.activityBench.passTime(ms), foldMs));
  }
  await tab.evaluate(() => window.activityBench.unmount());
  return { heardUs: median(heard) * 1000, endUs: median(ends) * 1000, folds };
}

/** @param {import('playwright-core').Page} tab @param {string} variant @param {boolean} isTimeStill */
function mount(tab, variant, isTimeStill) {
  return tab.evaluate(
    ([name, still]) => window.activityBench.mount(/** @type {string} */ (name), still === true),
    [variant, isTimeStill],
  );
}

/** Trusted. Never twice to the same place: that would be no movement. @param {import('playwright-core').Page} tab @param {number} step */
function move(tab, step) {
  return tab.mouse.move(100 + ((step + 3) % 50) * 4, 100 + ((step + 3) % 7) * 9);
}

/** @param {import('playwright-core').Page} tab @param {number} expected @param {string} when @param {string[]} wrong */
async function expectListeners(tab, expected, when, wrong) {
  const found = await tab.evaluate(() => window.activityBench.listeners());
  if (found !== expected) wrong.push(`${when} ${found} listeners to pointermove were there, not ${expected}`);
}
