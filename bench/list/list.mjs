/**
 * A list of sessions in real Chromium: mount it, one row becomes busy, that row goes, scroll to the end. Ours over a scripted back end,
 * beside bare DOM, plain React and a bare virtualiser, which show a simpler card and know no back end.
 */
import { chromium } from 'playwright-core';
import { chromiumLaunch } from '../lib/chromiumLaunch.mjs';
import { median, rounded } from '../lib/stats.mjs';
import { servePage } from './servePage.mjs';

export const isTimed = true;

const counts = [10, 100, 1_000, 10_000];
const variants = ['dom', 'virtual', 'plain', 'ours'];
/** Being revoked, being gone, and the row that moves up in its place. */
const maxRowRenders = 3;

/** @typedef {{ mount: number, change: number, revoke: number }} Phases */
/** @typedef {{ variant: string, count: number, elements: number, ms: Phases & { scroll: number }, rowRenders: Phases, allRenders: Phases }} ListRow */
/** @typedef {{ rows: readonly ListRow[], rounds: number, chromium: string }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const rounds = quick ? 1 : 7;
  const page = await servePage();
  const browser = await chromium.launch(chromiumLaunch());
  try {
    const tab = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } });
    const complaints = /** @type {string[]} */ ([]);
    tab.on('pageerror', (error) => complaints.push(`the page threw ${error.message}`));
    await tab.goto(page.url);
    /** @type {(variant: string, count: number, countRenders: boolean) => Promise<any>} */
    const live = (variant, count, countRenders) =>
      tab.evaluate((options) => /** @type {any} */ (window).liveOnce(options), { variant, count, countRenders });

    const rows = [];
    for (const count of counts) {
      const lives = variants.map((variant) => ({ variant, taken: /** @type {any[]} */ ([]) }));
      // The first time compiles, and fetches what is loaded late.
      for (const { variant } of lives) await live(variant, count, false);
      for (let round = 0; round < rounds; round += 1) {
        for (let turn = 0; turn < lives.length; turn += 1) {
          const one = lives[(round + turn) % lives.length];
          if (one !== undefined) one.taken.push(await live(one.variant, count, false));
        }
      }
      for (const { variant, taken } of lives) {
        const { rowRenders, allRenders, elements } = await live(variant, count, true);
        const middle = (/** @type {keyof ListRow['ms']} */ phase) => rounded(median(taken.map(({ ms }) => ms[phase])));
        const ms = {
          mount: middle('mount'),
          change: middle('change'),
          revoke: middle('revoke'),
          scroll: middle('scroll'),
        };
        rows.push({ variant, count, elements, ms, rowRenders, allRenders });
      }
      log(`${count.toLocaleString('en-US')} sessions, ${rounds} rounds`);
    }
    return { figures: { rows, rounds, chromium: browser.version() }, wrong: [...complaints, ...tooManyRenders(rows)] };
  } finally {
    await browser.close();
    page.close();
  }
}

/** @param {readonly ListRow[]} rows */
function tooManyRenders(rows) {
  return rows
    .filter(({ variant }) => variant === 'ours')
    .map(({ count, rowRenders }) => ({ count, renders: rowRenders.change + rowRenders.revoke }))
    .filter(({ renders }) => renders > maxRowRenders)
    .map(
      ({ count, renders }) =>
        `revoking one of ${count} sessions rendered rows ${renders} times, at most ${maxRowRenders} are promised`,
    );
}

/** @param {Figures} figures */
export function tables({ rows, rounds, chromium: version }) {
  /** @type {Record<string, string>} */
  const names = {
    dom: 'bare DOM, no React',
    virtual: 'bare @tanstack/react-virtual',
    plain: 'plain React',
    ours: 'SessionsList',
  };
  return [
    {
      caption: 'A list of sessions, ms from the act to the laid-out page',
      columns: [
        'sessions',
        'list',
        'elements',
        'mount',
        'one row busy',
        'that row gone',
        'end on screen',
        'row renders: busy + gone',
        'all renders: busy + gone',
      ],
      rows: rows.map(({ variant, count, elements, ms, rowRenders, allRenders }) => [
        count.toLocaleString('en-US'),
        names[variant] ?? variant,
        elements,
        ms.mount,
        ms.change,
        ms.revoke,
        ms.scroll,
        variant === 'dom' ? null : `${rowRenders.change} + ${rowRenders.revoke}`,
        variant === 'dom' ? null : `${allRenders.change} + ${allRenders.revoke}`,
      ]),
      notes: [
        `Chromium ${version} headless, 1280 × 800, production React, reduced motion; medians of ${rounds} interleaved rounds after one that warms up; script and layout, no paint. Renders are counted in a life of their own.`,
        'SessionsList does more: its mount has the query, its skeleton and the provider in it; “busy” is from the click that confirms, “gone” from the arrival of the server’s answer, both over React Query, which defers to a timer; its rows have more elements.',
        '“End on screen” is a jump to the last row, looked for once a frame.',
      ],
    },
  ];
}
