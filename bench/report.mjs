/** Writes the tables of `README.md`, between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, from `results/`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { benches } from './lib/benches.mjs';
import { benchFolder } from './lib/paths.mjs';
import { readResult } from './lib/results.mjs';
import { markdownTable } from './lib/table.mjs';

export async function writeReport() {
  const file = path.join(benchFolder, 'README.md');
  let text = readFileSync(file, 'utf8');
  for (const [name, load] of Object.entries(benches)) {
    const { tables } = await load();
    const marked = new RegExp(`(<!-- bench:${name} -->)[^]*?(<!-- /bench:${name} -->)`, 'u');
    if (!marked.test(text))
      throw new Error(
        `bench/README.md has no place for ${name}: add <!-- bench:${name} --> and <!-- /bench:${name} -->.`,
      );
    text = text.replace(marked, (_, start, end) => `${start}\n${section(readResult(name), tables)}\n${end}`);
  }
  writeFileSync(file, text);
  console.log(`\nWrote the tables of ${path.relative(process.cwd(), file)}.`);
}

/** @param {import('./lib/results.mjs').Result | null} result @param {(figures: never) => readonly import('./lib/table.mjs').Table[]} tables */
function section(result, tables) {
  if (result === null) return '\nNot measured yet.\n';
  const { machine } = result;
  return [
    '',
    ...(result.quick
      ? ['**A smoke run on a busy machine: it shows that the bench works, not how fast anything is.**', '']
      : []),
    `\`${result.command}\`, ${result.takenAt.slice(0, 10)}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.os}, Node ${machine.node}.`,
    ...(result.noise === null ? [] : [`Noise: ${result.noise.summary}.`]),
    '',
    ...tables(/** @type {never} */ (result.figures)).flatMap((table) => [markdownTable(table), '']),
  ].join('\n');
}
