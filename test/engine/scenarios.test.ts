/** `docs/engine-scenarios.md` says where each scenario is tested: it must name all eighty, and each test must be there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const rows = [...read('docs/engine-scenarios.md').matchAll(/^\| (T-\d\d) \| (.+) \|$/gm)].map(
  ([, id = '', places = '']) => ({ id, files: [...places.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file) }),
);

it('the table names each scenario once', () => {
  const all = Array.from({ length: 80 }, (_, index) => `T-${String(index + 1).padStart(2, '0')}`);
  expect(rows.map(({ id }) => id)).toEqual(all);
});

it.each(rows)('$id is in the title of a test in each file that the table names', ({ id, files }) => {
  expect(files.length).toBeGreaterThan(0);
  const without = files.filter(
    (file) => !new RegExp(`(?:it|test|describe)(?:\\.each)?\\([\\s\\S]*?${id}`).test(read(file)),
  );
  expect(without).toEqual([]);
});
