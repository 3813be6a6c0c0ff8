/** What it costs a program merely to import an entry: nothing that stays (A17). In a process of its own for each. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const entries = ['', '/contract', '/client', '/server', '/server/pglite', '/server/postgres', '/testing', '/tailwind'];

/**
 * Which globals are new or another value. Node's own lazy ones have a getter before. Ends by itself, or is killed.
 * zod and tslib leave helpers behind whose names begin with two underscores.
 */
const program = (entry: string): string => `
  const look = () => new Map(Object.getOwnPropertyNames(globalThis).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
  const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  const before = look();
  const listenersBefore = listeners();
  await import('react-session-security${entry}');
  const changed = [...look()].filter(([name, { value }]) => {
    const known = before.get(name);
    return known === undefined || ('value' in known && !Object.is(known.value, value));
  });
  const names = changed.map(([name]) => name).filter((name) => !name.startsWith('__'));
  console.log(JSON.stringify({ changed: names, listeners: listeners() - listenersBefore }));
`;

describe.runIf(process.env['TEST_DIST'])('importing the build in Node', () => {
  it.each(entries)('react-session-security%s changes no global and keeps nothing open', async (entry) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program(entry)], {
      cwd: root,
      timeout: 20_000,
    });
    expect(JSON.parse(stdout)).toEqual({ changed: [], listeners: 0 });
  });
});
