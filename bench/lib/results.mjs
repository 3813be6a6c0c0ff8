/** The figures that are kept: one small JSON file a bench, from which the README's tables are written. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resultsFolder } from './paths.mjs';

/** @typedef {{ quick: boolean, profile: boolean, log: (text: string) => void }} BenchContext */
/**
 * @typedef {object} Bench What a file `NAME/NAME.mjs` exports.
 * @property {boolean} isTimed Bytes and shares are the same on a busy machine.
 * @property {(context: BenchContext) => Promise<{ figures: object, wrong: readonly string[] }>} run
 * @property {(figures: never) => readonly import('./table.mjs').Table[]} tables
 */
/**
 * @typedef {object} Result
 * @property {string} bench
 * @property {string} command
 * @property {boolean} quick A smoke run: its figures say that the bench works, not how fast anything is.
 * @property {string} takenAt
 * @property {import('./machine.mjs').MachineFacts} machine
 * @property {import('./machine.mjs').Noise | null} noise
 * @property {object} figures
 */

/** @param {string} name @returns {Result | null} */
export function readResult(name) {
  try {
    return JSON.parse(readFileSync(fileOf(name), 'utf8'));
  } catch {
    return null;
  }
}

/** @param {Result} result */
export function writeResult(result) {
  writeFileSync(fileOf(result.bench), `${JSON.stringify(result, null, 2)}\n`);
}

/** @param {string} name */
function fileOf(name) {
  return path.join(resultsFolder, `${name}.json`);
}
