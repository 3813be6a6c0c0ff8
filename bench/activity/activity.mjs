/** What it costs to know that somebody is there, for each input: ours beside what applications use or write. */
import { readVersion } from '../lib/readVersion.mjs';
import { rounded } from '../lib/stats.mjs';
import { foldMs, measureInChromium } from './inChromium.mjs';
import { measureInNode } from './inNode.mjs';

export const isTimed = true;

/** @typedef {import('./inChromium.mjs').ChromiumFigures} ChromiumFigures */
/** @typedef {{ rounds: number, inputs: number, folds: number, moveRounds: number, moves: number, nodeRounds: number, nodeInputs: number }} Size */
/** @typedef {{ chromium: Omit<ChromiumFigures, 'wrong'>, node: readonly import('./inNode.mjs').NodeRow[], size: Size, idleTimer: string }} Figures */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ quick, log }) {
  const size = quick
    ? { rounds: 2, inputs: 20_000, folds: 20, moveRounds: 1, moves: 60, nodeRounds: 1, nodeInputs: 100_000 }
    : { rounds: 10, inputs: 100_000, folds: 200, moveRounds: 3, moves: 300, nodeRounds: 7, nodeInputs: 1_000_000 };
  const { wrong, ...chromium } = await measureInChromium({ ...size, log });
  const node = await measureInNode({ rounds: size.nodeRounds, inputs: size.nodeInputs, log });
  const ours = chromium.moves.find(({ variant }) => variant === 'ours');
  const renders = ours === undefined || ours.renders === 0 ? [] : [`input rendered components ${ours.renders} times`];
  return {
    figures: {
      chromium: {
        ...chromium,
        bursts: chromium.bursts.map(short),
        moves: chromium.moves.map(short),
        fold: short(chromium.fold),
      },
      node: node.map(short),
      size,
      idleTimer: readVersion('react-idle-timer'),
    },
    wrong: [...wrong, ...renders],
  };
}

/** @template {object} Row @param {Row} row @returns {Row} */
function short(row) {
  const entries = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'number' && !Number.isInteger(value) ? rounded(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** @type {Record<string, string>} */
const names = {
  none: 'no listener',
  empty: 'empty listener',
  dateNow: 'Date.now() into a variable',
  timer: 'clearTimeout + setTimeout each time',
  idleTimer: 'react-idle-timer, default (throttle 200 ms)',
  idleTimerUnthrottled: 'react-idle-timer, eventsThrottle 0',
  ours: 'ours: provider and useSessionStatus',
  oursListening: 'ours, before the first trusted input',
  oursFolding: `ours, in the ${foldMs / 1000} s after a trusted input`,
};

/** @param {Figures} figures */
export function tables({ chromium, node, size, idleTimer }) {
  const many = size.inputs.toLocaleString('en-US');
  return [
    {
      caption: 'A movement of the mouse made by script, in Chromium, ns of CPU',
      columns: ['page', 'in a burst', 'above no listener', 'above it at 60 a second', 'at 125 a second'],
      rows: chromium.bursts.map(({ variant, ns }) => {
        const above = ns - nsOf(chromium, 'none');
        return [
          names[variant] ?? variant,
          ns,
          rounded(above),
          spaced(chromium, variant, 60, above),
          spaced(chromium, variant, 125, above),
        ];
      }),
      notes: [
        `Chromium ${chromium.version} headless, production React; medians of ${size.rounds} interleaved rounds of ${many}. A movement is a \`pointermove\` and a \`mousemove\`, both dispatched to an element; each page hears the one that it listens to. CPU time is that of the page’s main thread, by \`Performance.getMetrics\`.`,
        'No script can make a trusted input, and ours counts no other. So the burst shows its two states as they are: listening and refusing untrusted ones, and, once the browser itself has moved the mouse, with its listeners gone.',
        `The last two columns are computed. Ours: for each ${foldMs / 1000} s one movement that is heard (${chromium.fold.heardUs} µs on the wall, with all that the engine does then, storage included) and one end of a fold (${chromium.fold.endUs} µs; medians of ${chromium.fold.folds}). react-idle-timer ${idleTimer}: 5 movements a second get through its throttle and cost as much as without.`,
      ],
    },
    {
      caption: 'Real movements of the mouse, in Chromium',
      columns: ['page', 'movements', 'a second', 'ns at the listeners, above none', 'timers set', 'renders'],
      rows: chromium.moves.map(({ variant, ns, perSecond, timers, renders }) => [
        names[variant] ?? variant,
        size.moveRounds * size.moves,
        perSecond,
        variant === 'none' ? 0 : rounded(ns - (chromium.moves.find((row) => row.variant === 'none')?.ns ?? Number.NaN)),
        timers,
        renders,
      ]),
      notes: [
        `Trusted ones, sent by the browser’s own input pipeline; medians of ${size.moveRounds} interleaved rounds of ${size.moves}, of the mean in each. Measured on the wall between the first listener and the last, in a page that is cold between two frames: dearer than in a burst for all. Work in timers is not in it.`,
      ],
    },
    {
      caption: 'A trusted input in Node’s EventTarget, ns of CPU',
      columns: ['listener', 'inputs a second', 'ns', 'above an empty listener', 'timers set in a million'],
      rows: node.map(({ variant, perSecond, ns, overEmptyNs, timers }) => [
        variant === 'ours' ? 'ours: the whole engine' : (names[variant] ?? variant),
        perSecond,
        ns,
        overEmptyNs,
        timers,
      ]),
      notes: [
        `Medians of ${size.nodeRounds} interleaved rounds of ${size.nodeInputs.toLocaleString('en-US')} inputs; a simulated clock moves ${foldMs / 1000} s after each ${60 * (foldMs / 1000)} (or ${125 * (foldMs / 1000)}), so heartbeats, validation and the storage (in memory) of hours of use are in ours.`,
      ],
    },
  ];
}

/** @param {Figures['chromium']} chromium @param {string} variant @returns {number} */
function nsOf({ bursts }, variant) {
  return bursts.find((row) => row.variant === variant)?.ns ?? Number.NaN;
}

/** Where one input is not like the next. @param {Figures['chromium']} chromium @param {string} variant @param {number} perSecond @param {number} above */
function spaced(chromium, variant, perSecond, above) {
  if (variant === 'oursListening') return null;
  if (variant === 'oursFolding') {
    const { heardUs, endUs } = chromium.fold;
    return rounded(above + ((heardUs + endUs) * 1000) / ((perSecond * foldMs) / 1000));
  }
  if (variant !== 'idleTimer') return rounded(above);
  const heard = nsOf(chromium, 'idleTimerUnthrottled') - nsOf(chromium, 'idleTimer');
  return rounded(above + (heard * 5) / perSecond);
}
