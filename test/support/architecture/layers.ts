/** ARCHITECTURE section 1 as data: what each layer may import, and which file alone may touch which platform global. */

export interface Layer {
  readonly layers: readonly string[];
  /** Package names; a path under a package is covered by its name. */
  readonly packages: readonly string[];
  readonly typePackages?: readonly string[];
}

export const layers: Readonly<Record<string, Layer>> = {
  contract: { layers: [], packages: ['zod'] },
  engine: { layers: ['contract'], packages: [] },
  client: {
    layers: ['contract', 'engine'],
    packages: ['@trpc/client', '@trpc/server/observable', '@simplewebauthn/browser'],
    typePackages: ['@trpc/server'],
  },
  react: {
    layers: ['contract', 'engine', 'client'],
    packages: [
      'react',
      'react-dom',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      '@radix-ui/react-dialog',
      '@simplewebauthn/browser',
      'lean-qr',
      '@trpc/react-query',
      '@trpc/client',
    ],
    typePackages: ['@trpc/server'],
  },
  charts: { layers: ['contract', 'react'], packages: ['react'] },
  server: {
    layers: ['contract'],
    packages: [
      'zod',
      '@trpc/server',
      'drizzle-orm',
      'otpauth',
      '@simplewebauthn/server',
      'jose',
      'bowser',
      'libphonenumber-js',
      '@node-rs/argon2',
      'node:http',
      'node:stream',
      'node:crypto',
      'node:net',
      'node:buffer',
      'node:util',
      'pg',
      '@electric-sql/pglite',
    ],
  },
  testing: { layers: ['contract', 'client', 'server'], packages: ['@trpc/client'] },
  styles: { layers: [], packages: [], typePackages: ['tailwindcss'] },
  /** `src/index.ts`, what browsers load. */
  '': { layers: ['contract', 'engine', 'client', 'react'], packages: [] },
};

/** The one file that may import another layer, as types. */
export const typeDoors: Readonly<Record<string, readonly string[]>> = { 'react/trpc.ts': ['server'] };

/** Packages that live in one file only. */
export const onlyIn: Readonly<Record<string, readonly string[]>> = {
  '@electric-sql/pglite': ['server/pglite.ts'],
  'drizzle-orm/pglite': ['server/pglite.ts'],
  pg: ['server/postgres.ts'],
  'drizzle-orm/node-postgres': ['server/postgres.ts'],
};

/** `from` never imports `to`, whatever the layer allows. Prefixes of paths. */
export const directions: readonly { readonly from: readonly string[]; readonly never: readonly string[] }[] = [
  { from: ['react/hooks/', 'react/ui/', 'react/messages/', 'react/trpc.ts'], never: ['react/components/'] },
  { from: ['react/messages/'], never: ['react/hooks/', 'react/ui/', 'react/trpc.ts'] },
  { from: ['react/trpc.ts'], never: ['react/hooks/'] },
  {
    from: ['server/services/'],
    never: ['@trpc/', 'server/trpc.ts', 'server/router.ts', 'server/routers/', 'server/http/'],
  },
  {
    from: ['server/database/', 'server/crypto/', 'server/ports/', 'server/device/'],
    never: ['@trpc/', 'server/trpc.ts', 'server/router.ts', 'server/routers/', 'server/http/', 'server/services/'],
  },
  { from: ['server/routers/'], never: ['server/router.ts', 'server/database/', 'drizzle-orm'] },
  { from: ['server/http/'], never: ['server/services/', 'server/database/', 'drizzle-orm'] },
];

/** Each port's file; nothing else touches the platform. */
export const globalsAllowedIn: Readonly<Record<string, readonly string[]>> = {
  'Date.now': ['contract/clock.ts'],
  'performance.now': ['contract/clock.ts'],
  setTimeout: ['contract/clock.ts'],
  fetch: ['client/httpLink.ts', 'client/restLink.ts', 'client/createSessionSecurity.ts'],
  localStorage: ['engine/browserPorts.ts'],
  sessionStorage: ['engine/tabStorage.ts'],
  BroadcastChannel: ['engine/browserPorts.ts'],
  'navigator.locks': ['engine/browserPorts.ts'],
  'Math.random': ['engine/browserPorts.ts'],
  crypto: ['client/proofs/parametersDigest.ts', 'client/proofs/makePendingActions.ts'],
  console: ['server/ports/log.ts'],
  process: ['server/ports/log.ts'],
};

/** Reach browsers, and weigh nothing there: no zod in anything that they load. */
export const zodFree = [
  ...[
    'errors',
    'policy',
    'clock',
    'outcomeErrors',
    'deviceName',
    'instant',
    'requestHeader',
    'procedures',
    'sanitizeReturnTo',
  ].map((name) => `contract/${name}.ts`),
  'index.ts',
  'client/index.ts',
];

/** Tailwind reads a preset that is named in `@config` by its default export only. */
export const defaultExportIn = ['styles/preset.ts'];

/** Where an `index.ts` may stand. */
export const publicIndexes = [
  'index.ts',
  ...['contract', 'client', 'charts', 'server', 'testing'].map((name) => `${name}/index.ts`),
];
