/** One table, for the terminal and for Markdown. */

/** @typedef {string | number | null} Cell `null`: not measured */
/** @typedef {{ caption: string, columns: readonly string[], rows: readonly (readonly Cell[])[], notes?: readonly string[] }} Table */

/** @param {Table} table */
export function printTable({ caption, columns, rows, notes = [] }) {
  const cells = [columns, ...rows.map((row) => row.map(text))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const line = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ');
  console.log(`\n${caption}`);
  for (const row of cells) console.log(`  ${line(row)}`);
  for (const note of notes) console.log(`  · ${note}`);
}

/** @param {Table} table @returns {string} */
export function markdownTable({ caption, columns, rows, notes = [] }) {
  const line = (/** @type {readonly string[]} */ row) => `| ${row.join(' | ')} |`;
  return [
    `**${caption}**`,
    '',
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(row.map(text))),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
  ].join('\n');
}

/** @param {Cell} cell */
function text(cell) {
  if (cell === null) return '–';
  return typeof cell === 'number'
    ? cell.toLocaleString('en-US', { maximumSignificantDigits: cell >= 1000 ? 21 : 3 })
    : cell;
}
