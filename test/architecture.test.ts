/** The executable twin of the architecture: the import table, the ports, and what nothing may do. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkArchitecture } from './support/architecture/checkArchitecture';

const source = path.resolve(import.meta.dirname, '../src');

function filesOf(directory: string): Map<string, string> {
  return new Map(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(directory, name), 'utf8')]),
  );
}

/** A small tree that keeps every rule, changed by one file. */
function breachesOf(changed: Readonly<Record<string, string>>): string[] {
  const sound = {
    'contract/errors.ts': '/** Errors. */\nexport const table = { A: 1 } as const;\n',
    'contract/session.ts': "/** Session. */\nimport { z } from 'zod';\nexport const schema = z.string();\n",
    'server/services/session.ts':
      "/** Sessions. */\nimport { table } from '../../contract/errors';\nexport const list = () => table;\n",
    'server/router.ts': '/** Router. */\nexport type SessionSecurityRouter = 1;\n',
    'react/hooks/useSessions.ts': '/** Sessions. */\nexport function useSessions() {}\n',
    'react/components/List.tsx':
      "/** List. */\nimport { useSessions } from '../hooks/useSessions';\nexport const List = () => useSessions();\n",
  };
  return checkArchitecture(new Map(Object.entries({ ...sound, ...changed })));
}

describe('src', () => {
  it('keeps every rule of the architecture', () => {
    expect(checkArchitecture(filesOf(source))).toEqual([]);
  });
});

describe('the checker', () => {
  it('finds nothing in a tree that keeps every rule', () => {
    expect(breachesOf({})).toEqual([]);
  });

  const head = '/** Purpose. */\n';
  const breaking: readonly (readonly [string, string, string, string])[] = [
    [
      'a layer that looks up',
      'contract/a.ts',
      "import { x } from '../server/services/session';",
      'contract may not import server',
    ],
    [
      'a type of the server in a component',
      'react/components/A.tsx',
      "import type { SessionSecurityRouter } from '../../server/router';\nexport const A = 1;",
      'react may not import server',
    ],
    [
      'the server’s code behind the type door',
      'react/trpc.ts',
      "import { SessionSecurityRouter } from '../server/router';",
      'react may not import server',
    ],
    [
      'a lazy import across layers',
      'client/a.ts',
      "export const a = () => import('../react/hooks/useSessions');",
      'client may not import react',
    ],
    ['a layer that nobody planned', 'utils/a.ts', "import '../contract/errors';", 'there is no layer "utils"'],
    ['React in the client', 'client/a.ts', "import { useState } from 'react';", 'not a package of this layer'],
    [
      'the tRPC server at run time in the client',
      'client/a.ts',
      "import { initTRPC } from '@trpc/server';",
      'not a package of this layer',
    ],
    ['Node in the contract', 'contract/a.ts', "import fs from 'node:fs';", 'not a package of this layer'],
    ['Postgres outside its driver', 'server/services/a.ts', "import pg from 'pg';", 'only server/postgres.ts may'],
    [
      'PGlite’s dialect outside its driver',
      'server/database/a.ts',
      "import { drizzle } from 'drizzle-orm/pglite';",
      'only server/pglite.ts may',
    ],
    [
      'a hook that knows a component',
      'react/hooks/useA.ts',
      "import { List } from '../components/List';\nexport const useA = List;",
      'wrong direction',
    ],
    [
      'a service that knows tRPC',
      'server/services/a.ts',
      "import { TRPCError } from '@trpc/server';",
      'wrong direction',
    ],
    [
      'a port that knows a service',
      'server/ports/a.ts',
      "import { list } from '../services/session';",
      'wrong direction',
    ],
    ['a barrel', 'react/hooks/index.ts', "export { useSessions } from './useSessions';", 'inner barrel'],
    ['a barrel by another name', 'react/hooks/all.ts', "export * from './useSessions';", 'inner barrel'],
    [
      'zod in what browsers load',
      'contract/errors.ts',
      "import { schema } from './session';\nexport const table = schema;",
      'zod reaches browsers: contract/errors.ts → contract/session.ts → zod',
    ],
    [
      'a lazy zod in what browsers load',
      'client/index.ts',
      "export const a = () => import('../contract/session');",
      'zod reaches browsers',
    ],
    [
      'an import of a public entry',
      'client/a.ts',
      "import { b } from './index';\nexport const a = b;",
      'name the file',
    ],
    ['the machine’s clock', 'server/services/a.ts', 'export const a = () => Date.now();', 'uses Date.now'],
    [
      'the machine’s clock in disguise',
      'server/services/a.ts',
      'export const a = () => new Date();',
      'uses new Date()',
    ],
    ['a timer', 'react/hooks/useA.ts', 'export const useA = () => setTimeout(() => {}, 1);', 'uses setTimeout'],
    [
      'a timer of the window',
      'react/hooks/useA.ts',
      'export const useA = () => window.setInterval(() => {}, 1);',
      'uses setInterval',
    ],
    ['a random number', 'server/services/a.ts', 'export const a = () => Math.random();', 'uses Math.random'],
    ['storage', 'client/a.ts', "export const a = () => globalThis.localStorage.getItem('x');", 'uses localStorage'],
    ['cookies', 'client/a.ts', 'export const a = () => window.document.cookie;', 'uses document.cookie'],
    ['the console', 'client/a.ts', "export const a = () => console.log('x');", 'uses console'],
    [
      'a listener at import',
      'client/a.ts',
      "export const a = 1;\nwindow.addEventListener('x', () => {});",
      'when it is imported',
    ],
    [
      'a look at the window at import',
      'client/a.ts',
      'export const inBrowser = window.isSecureContext;',
      'when it is imported',
    ],
    [
      'a variable of the module',
      'client/a.ts',
      'let count = 0;\nexport const a = () => (count += 1);',
      'when it is imported',
    ],
    [
      'a cache of the module',
      'client/a.ts',
      'const cache = new Map<string, string>();\nexport const a = () => cache;',
      'when it is imported',
    ],
    ['waiting at import', 'client/a.ts', 'export const a = await Promise.resolve(1);', 'when it is imported'],
    ['an enum', 'client/a.ts', 'export enum A {}', 'uses enum A'],
    ['a namespace', 'client/a.ts', 'export namespace A {}', 'uses namespace A'],
    ['a default export', 'client/a.ts', 'export default function a() {}', 'uses export default'],
    [
      'a file without the name of its export',
      'react/hooks/useOther.ts',
      'export function useThis() {}',
      'does not export useOther',
    ],
  ];
  it.each(breaking)('sees %s', (_, file, text, breach) => {
    expect(breachesOf({ [file]: head + text })).toEqual(expect.arrayContaining([expect.stringContaining(breach)]));
  });

  it('sees a file without a purpose', () => {
    expect(breachesOf({ 'client/a.ts': 'export const a = 1;' })).toEqual([expect.stringContaining('what it is for')]);
  });

  it('sees a cycle of what is loaded, and lets types go round', () => {
    const b = `${head}import { a } from './a';\nexport const b = () => a;`;
    expect(
      breachesOf({ 'client/a.ts': `${head}import { b } from './b';\nexport const a = () => b;`, 'client/b.ts': b }),
    ).toEqual(['cycle: client/a.ts → client/b.ts → client/a.ts']);
    expect(
      breachesOf({
        'client/a.ts': `${head}import type { b } from './b';\nexport type A = typeof b;\nexport const a = 1;`,
        'client/b.ts': b,
      }),
    ).toEqual([]);
  });

  it('sees a file that is too long without a reason', () => {
    const lines = 'export const a = 1;\n'.repeat(300);
    expect(breachesOf({ 'client/a.ts': head + lines })).toEqual([expect.stringContaining('301 lines')]);
    expect(breachesOf({ 'client/a.ts': `/** Long because it is a table. */\n${lines}` })).toEqual([]);
  });

  it('sees a median that is too high', () => {
    const long = `${head}${'\n'.repeat(120)}export const a = 1;\n`;
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`client/a${index}.ts`, long]));
    expect(breachesOf(many)).toEqual([expect.stringContaining('the median file has')]);
  });

  it('lets the door stand open for the router’s type', () => {
    const door = `${head}import type { SessionSecurityRouter } from '../server/router';\nexport type A = SessionSecurityRouter;`;
    expect(breachesOf({ 'react/trpc.ts': door })).toEqual([]);
  });

  it('is not misled by names that only look like globals', () => {
    const text = [
      'export interface Options { readonly fetch?: typeof fetch; readonly console?: string }',
      'export const a = ({ fetch, setTimeout }: { fetch: () => void; setTimeout: () => void }) => { fetch(); setTimeout(); };',
      "export const b = typeof localStorage === 'undefined';",
      'export const c = { now: 1, process: 2 }.process;',
    ];
    expect(breachesOf({ 'client/a.ts': head + text.join('\n') })).toEqual([]);
  });
});
