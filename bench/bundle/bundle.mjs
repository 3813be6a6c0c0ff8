/**
 * What a page downloads: gzip bytes of each browser entry and of its usual parts, beside packages that do some of
 * the same. esbuild as an app would run it; the shared stack (React, React Query, tRPC) is outside for all of them.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { distFolder, rootFolder } from '../lib/paths.mjs';
import { readVersion } from '../lib/readVersion.mjs';

export const isTimed = false;

/** An app that shows sessions over tRPC has these anyway. */
const external = ['react', 'react-dom', '@tanstack/react-query', '@trpc/*'];

const ours = 'react-session-security';
const imports = [
  { name: `${ours} (everything)`, code: `export * from '${ours}';` },
  {
    name: `${ours} { SessionSecurityProvider, SessionsList }`,
    code: `export { SessionSecurityProvider, SessionsList } from '${ours}';`,
  },
  {
    name: `${ours} { SessionSecurityProvider, useSessions }`,
    code: `export { SessionSecurityProvider, useSessions } from '${ours}';`,
  },
  { name: `${ours} { useSessions }`, code: `export { useSessions } from '${ours}';` },
  {
    name: `${ours} { SessionSecurityProvider, TwoFactorModal }`,
    code: `export { SessionSecurityProvider, TwoFactorModal } from '${ours}';`,
  },
  { name: `${ours} { TwoFactorModal }`, code: `export { TwoFactorModal } from '${ours}';` },
  { name: `${ours} { TwoFactorModal, StepUpDialog }`, code: `export { TwoFactorModal, StepUpDialog } from '${ours}';` },
  { name: `${ours}/client (everything)`, code: `export * from '${ours}/client';` },
  { name: `${ours}/client { createSessionSecurity }`, code: `export { createSessionSecurity } from '${ours}/client';` },
  {
    name: 'better-auth/client { createAuthClient }',
    peer: 'better-auth',
    code: `export { createAuthClient } from 'better-auth/client';`,
  },
  {
    name: 'better-auth/react { createAuthClient }',
    peer: 'better-auth',
    code: `export { createAuthClient } from 'better-auth/react';`,
  },
  { name: 'react-idle-timer (everything)', peer: 'react-idle-timer', code: `export * from 'react-idle-timer';` },
  {
    name: '@radix-ui/react-dialog (everything)',
    peer: '@radix-ui/react-dialog',
    code: `export * from '@radix-ui/react-dialog';`,
  },
  {
    name: 'input-otp { OTPInput } + @radix-ui/react-dialog (everything)',
    peer: 'input-otp',
    code: `export { OTPInput } from 'input-otp'; export * from '@radix-ui/react-dialog';`,
  },
  {
    name: '@tanstack/react-virtual { useVirtualizer }',
    peer: '@tanstack/react-virtual',
    code: `export { useVirtualizer } from '@tanstack/react-virtual';`,
  },
];

/** @typedef {{ min: number, gzip: number }} Size */
/** @typedef {{ name: string, version: string | null, now: Size, later: Size }} BundleRow */

/** @param {import('../lib/results.mjs').BenchContext} context */
export async function run({ log }) {
  const rows = [];
  const wrong = [];
  for (const { name, peer, code } of imports) {
    try {
      rows.push({ name, version: peer === undefined ? null : readVersion(peer), ...(await measure(code)) });
    } catch (error) {
      wrong.push(`${name} does not bundle: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const styles = ['styles.css', 'tailwind.css'].map((file) => {
    const text = readFileSync(path.join(distFolder, file));
    return { name: `${ours}/${file}`, size: { min: text.length, gzip: gzipped(text) } };
  });
  log(`${rows.length} imports bundled`);
  return { figures: { esbuild: readVersion('esbuild'), rows, styles }, wrong };
}

/** @param {string} code @returns {Promise<{ now: Size, later: Size }>} */
async function measure(code) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: rootFolder, loader: 'js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    external,
    metafile: true,
    write: false,
    outdir: path.join(rootFolder, 'bundled'),
    absWorkingDir: rootFolder,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const contents = new Map(outputFiles.map((file) => [path.relative(rootFolder, file.path), file.contents]));
  const now = reached(metafile.outputs, ['import-statement']);
  // esbuild also writes chunks that nothing which was kept asks for.
  const later = [...reached(metafile.outputs, ['import-statement', 'dynamic-import'])].filter((file) => !now.has(file));
  const size = (/** @type {readonly string[]} */ files) =>
    files.reduce(
      (sum, file) => {
        const content = contents.get(file) ?? new Uint8Array();
        return { min: sum.min + content.length, gzip: sum.gzip + gzipped(content) };
      },
      { min: 0, gzip: 0 },
    );
  return { now: size([...now]), later: size(later) };
}

/** The entry and the chunks that it leads to. @param {import('esbuild').Metafile['outputs']} outputs @param {readonly string[]} kinds of import */
function reached(outputs, kinds) {
  const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint?.includes('stdin') === true);
  if (entry === undefined) throw new Error('esbuild named no entry.');
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path: next, kind } of outputs[file]?.imports ?? []) {
      if (kinds.includes(kind) && Object.hasOwn(outputs, next)) found.add(next);
    }
  }
  return found;
}

/** @param {Uint8Array} content */
function gzipped(content) {
  return gzipSync(content, { level: 9 }).length;
}

/** @param {{ esbuild: string, rows: readonly BundleRow[], styles: readonly { name: string, size: Size }[] }} figures */
export function tables({ esbuild, rows, styles }) {
  return [
    {
      caption: 'JavaScript, bytes',
      columns: ['import', 'version', 'min', 'gzip', 'loaded later, gzip', 'in all, gzip'],
      rows: rows.map(({ name, version, now, later }) => [
        name,
        version ?? 'this',
        now.min,
        now.gzip,
        later.gzip,
        now.gzip + later.gzip,
      ]),
      notes: [
        `esbuild ${esbuild}, \`--bundle --minify --splitting\`, es2022, gzip -9, chunk by chunk; outside: ${external.join(', ')}.`,
        '“Loaded later” is behind `import()`: the session engine, once something needs it; the virtualiser, for long lists only.',
        'Recorded elsewhere, not bundled here, gzip: oidc-client-ts 3.5.0 17,516; supertokens-website 22,178; @supabase/auth-js 23,081; @okta/okta-auth-js/core 30,782; auth0-spa-js 64,223. What `/client` does takes react-idle-timer, an auth client and browser-tabs-lock elsewhere: 20,300 at least.',
      ],
    },
    {
      caption: 'Style sheets, bytes',
      columns: ['file', 'min', 'gzip'],
      rows: styles.map(({ name, size }) => [name, size.min, size.gzip]),
    },
  ];
}
