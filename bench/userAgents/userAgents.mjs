/** How often the server names a device rightly, over corpora that others made. Nothing is timed here. */
import { importTypeScript } from '../lib/importTypeScript.mjs';
import { readVersion } from '../lib/readVersion.mjs';

export const isTimed = false;

/** @typedef {{ corpus: string, what: string, right: number, count: number, aim: number | null }} AccuracyRow `right` 0 to 1 */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ log }) {
  const { deviceTypeAccuracy, listAccuracy, readBowserList } = await importTypeScript('test/server/device/accuracy.ts');
  const traffic = deviceTypeAccuracy();
  const list = readBowserList();
  if (list === null) log('bowser’s acceptance list is left out: BOWSER_ACCEPTANCE_LIST names no file');
  const named = list === null ? {} : listAccuracy(list);
  const rows = [
    ...Object.entries(traffic).map(([name, share]) =>
      row(
        'user-agents',
        name === 'all' ? 'device type, by traffic' : `device type, ${name} only`,
        share,
        name === 'all' ? 0.97 : null,
      ),
    ),
    ...Object.entries(named).map(([name, share]) =>
      row('bowser', name === 'type' ? 'device type' : name, share, name === 'type' ? null : 0.95),
    ),
  ];
  const wrong = rows
    .filter(({ right, aim }) => aim !== null && right < aim)
    .map(
      ({ corpus, what, right, aim }) =>
        `${what} on ${corpus}: ${percent(right)} right, at least ${percent(aim ?? 0)} is promised`,
    );
  return { figures: { rows, userAgents: readVersion('user-agents') }, wrong };
}

/** @param {string} corpus @param {string} what @param {{ right: number, count: number }} share @param {number | null} aim @returns {AccuracyRow} */
function row(corpus, what, { right, count }, aim) {
  return { corpus, what, right: Number(right.toFixed(5)), count, aim };
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

/** @param {{ rows: readonly AccuracyRow[], userAgents: string }} figures */
export function tables({ rows, userAgents }) {
  /** @type {Record<string, string>} */
  const names = { 'user-agents': `npm user-agents ${userAgents}`, bowser: 'bowser’s acceptance list' };
  return [
    {
      caption: 'Device detection from the User-Agent header',
      columns: ['corpus', 'what', 'right', 'user agents', 'promised'],
      rows: rows.map(({ corpus, what, right, count, aim }) => [
        names[corpus] ?? corpus,
        what,
        percent(right),
        count,
        aim === null ? null : `≥ ${percent(aim)}`,
      ]),
      notes: [
        'bowser’s list is not copied here: `BOWSER_ACCEPTANCE_LIST` points at `test/acceptance/useragentstrings.yml` of a checkout of github.com/bowser-js/bowser, otherwise those rows are left out.',
      ],
    },
  ];
}
