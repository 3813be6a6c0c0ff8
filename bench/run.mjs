/**
 * `npm run bench -- [NAME …] [--quick] [--profile]`: runs benches on the built package, one after another, and keeps
 * their figures in `results/`. Fails only for wrong results (errors, bad answers, too many renders), never for slow ones.
 */
import { readdirSync, statSync } from 'node:fs';
import { benches, isBench } from './lib/benches.mjs';
import { machineFacts, startNoiseMeter } from './lib/machine.mjs';
import { distFolder, sourceFolder } from './lib/paths.mjs';
import { readResult, writeResult } from './lib/results.mjs';
import { printTable } from './lib/table.mjs';
import { writeReport } from './report.mjs';

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = Object.keys(benches);
const flags = new Set(process.argv.slice(2).filter((argument) => argument.startsWith('--')));
const quick = flags.has('--quick');
const profile = flags.has('--profile');

const unknown = [
  ...asked.filter((name) => !isBench(name) && name !== 'report'),
  ...[...flags].filter((flag) => !['--quick', '--profile'].includes(flag)),
];
if (unknown.length > 0) {
  console.error(
    `bench: there is no ${unknown.join(', ')}. Names: ${names.join(', ')}, report. Flags: --quick, --profile.`,
  );
  process.exit(2);
}

// Ends in an orderly way, so that a database that was started does not outlive us.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

if (!(asked.length === 1 && asked[0] === 'report')) {
  demandBuild();
  const wrong = [];
  for (const name of asked.length === 0 ? names : asked.filter((one) => one !== 'report')) {
    wrong.push(...(await runBench(name)));
  }
  if (wrong.length > 0) {
    console.error(`\nWrong results:\n${wrong.map((line) => `- ${line}`).join('\n')}`);
    process.exitCode = 1;
  }
}
if (asked.length === 0 || asked.includes('report')) await writeReport();

/** @param {keyof typeof benches} name @returns {Promise<readonly string[]>} what was wrong */
async function runBench(name) {
  console.log(`\n== ${name}${quick ? ' (quick)' : ''}`);
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0).padStart(4);
  const log = (/** @type {string} */ text) => console.log(`${seconds()} s  ${text}`);
  /** @type {import('./lib/results.mjs').Bench} */
  const bench = await benches[name]();
  const noise = bench.isTimed ? startNoiseMeter() : null;
  try {
    const { figures, wrong } = await bench.run({ quick, profile, log });
    const result = {
      bench: name,
      command: `${settings()}npm run bench -- ${name}${quick ? ' --quick' : ''}`,
      quick,
      takenAt: new Date().toISOString(),
      machine: machineFacts(),
      noise: noise?.stop() ?? null,
      figures,
    };
    for (const table of bench.tables(figures)) printTable(table);
    if (result.noise !== null) console.log(`\nMachine noise: ${result.noise.summary}`);
    if (profile) log('figures under a profiler are not kept');
    else if (wrong.length > 0) log('wrong figures are not kept');
    else if (quick && readResult(name)?.quick === false) log('a quick run does not replace the figures of a full one');
    else writeResult(result);
    return wrong.map((line) => `${name}: ${line}`);
  } catch (error) {
    return [`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

/** The variables that change what is measured, without their values: those are of one machine. */
function settings() {
  const known = ['BENCH_PEERS', 'BENCH_PG_URL', 'BOWSER_ACCEPTANCE_LIST', 'CHROMIUM_PATH'];
  return known
    .filter((name) => process.env[name] !== undefined)
    .map((name) => `${name}=… `)
    .join('');
}

/** What is measured is what users install. */
function demandBuild() {
  const builtAt = newestIn(distFolder);
  if (builtAt === 0) {
    console.error('bench: there is no dist/, and benches run on the built package. Run `npm run build` first.');
    process.exit(2);
  }
  if (newestIn(sourceFolder) > builtAt) {
    console.warn(
      'bench: dist/ is older than src/; these are figures of the older build. Run `npm run build` to renew it.',
    );
  }
}

/** @param {string} folder @returns {number} epoch ms of the youngest file, 0 for none */
function newestIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((newest, entry) => Math.max(newest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs), 0);
  } catch {
    return 0;
  }
}
