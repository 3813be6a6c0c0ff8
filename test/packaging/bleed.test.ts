/**
 * What each entry drags in. One wrong import puts a database into a browser, or React into a worker, and nobody sees
 * it until the bill comes.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle';

const serverOnly = [
  'zod',
  '@electric-sql/pglite',
  'pg',
  'drizzle-orm',
  '@node-rs/argon2',
  'bowser',
  'otpauth',
  'libphonenumber-js',
];
const react = ['react', 'react-dom', '@tanstack/react-query', '@trpc/react-query', '@radix-ui/react-dialog'];
const scratch = path.resolve(import.meta.dirname, '../../node_modules/.cache/bleed');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const without = (packages: readonly string[], unwanted: readonly string[]): string[] =>
  packages.filter((name) => unwanted.includes(name));

describe('what browsers load', () => {
  it.each(['', '/client', '/testing', '/tailwind'])('react-session-security%s has no server in it', async (entry) => {
    const { files, packages, code } = await bundle(`react-session-security${entry}`, 'browser');
    expect(files.filter((file) => file.startsWith('server'))).toEqual([]);
    expect(without(packages, serverOnly)).toEqual([]);
    expect(packages.filter((name) => name.startsWith('node:'))).toEqual([]);
    expect(code).not.toMatch(/document\s*\.\s*cookie/);
  });

  it.each(['/client', '/testing', '/tailwind', '/contract'])(
    'react-session-security%s has no React in it',
    async (entry) => {
      const { files, packages } = await bundle(`react-session-security${entry}`, 'browser');
      expect(without(packages, react)).toEqual([]);
      expect(files.filter((file) => file.startsWith('react/'))).toEqual([]);
    },
  );

  it('is a real bundle that the checks look at', async () => {
    const { files, packages } = await bundle('react-session-security', 'browser');
    expect(files).toEqual(expect.arrayContaining(['contract/errors', 'client/restLink', 'react/hooks/useSessions']));
    expect(packages).toEqual(expect.arrayContaining(['react', '@trpc/client']));
  });
});

describe('what servers load', () => {
  it('react-session-security/server has neither driver and no React in it', async () => {
    const { files, packages } = await bundle('react-session-security/server', 'node');
    expect(without(packages, [...react, 'pg', '@electric-sql/pglite'])).toEqual([]);
    expect(files.filter((file) => /^(react|client)\//.test(file))).toEqual([]);
    expect(packages).toEqual(expect.arrayContaining(['zod', '@trpc/server']));
  });

  it('each driver loads its own database only', async () => {
    const pglite = await bundle('react-session-security/server/pglite', 'node');
    const postgres = await bundle('react-session-security/server/postgres', 'node');
    expect(without(pglite.packages, ['pg', '@electric-sql/pglite'])).toEqual(['@electric-sql/pglite']);
    expect(without(postgres.packages, ['pg', '@electric-sql/pglite'])).toEqual(['pg']);
  });
});

describe('importing', () => {
  /** What packages do to the process when they are loaded (zod, tslib) is theirs: they are loaded before the look. */
  const script = `
    const [entry, ...packages] = process.argv.slice(1);
    for (const name of packages) await import(name).catch(() => {});
    const look = () => [
      ...Object.entries({ globalThis, Object: Object.prototype, Array: Array.prototype, Promise: Promise.prototype, process })
        .flatMap(([name, place]) => Object.getOwnPropertyNames(place).map((key) => name + '.' + key)),
      ...process.eventNames().map((name) => String(name) + ' × ' + process.listenerCount(name)),
    ];
    const before = new Set(look());
    await import(entry);
    console.log(look().filter((one) => !before.has(one)).join() || 'untouched');
  `;
  it.each(['', '/contract', '/client', '/server', '/server/pglite', '/server/postgres', '/testing', '/tailwind'])(
    'react-session-security%s changes nothing and keeps no process alive',
    async (entry) => {
      const directory = path.join(scratch, entry.replaceAll('/', '-') || 'root');
      const { packages } = await bundle(`react-session-security${entry}`, 'node', directory);
      const run = promisify(execFile)(
        process.execPath,
        ['--input-type=module', '-e', script, '--', path.join(directory, 'entry.mjs'), ...packages],
        { timeout: 20_000 },
      );
      await expect(run).resolves.toMatchObject({ stdout: 'untouched\n' });
    },
  );

  it('T-27: a client and its engine, once made, keep no process alive', async () => {
    const directory = path.join(scratch, 'engine');
    await bundle('react-session-security/client', 'node', directory);
    const made = `
      const { createSessionSecurity } = await import(process.argv[1]);
      const { engine } = createSessionSecurity({ url: 'https://app.example/api/trpc', transport: 'bearer' });
      console.log(engine.getSnapshot().status);
    `;
    const run = promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', made, '--', path.join(directory, 'entry.mjs')],
      { timeout: 20_000 },
    );
    await expect(run).resolves.toMatchObject({ stdout: 'unknown\n' });
  });
});
