import { defineConfig } from 'tsdown';

/** One output file per source file, so that `"use client"` stays where it was written and bundlers shake well. */
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    contract: 'src/contract/index.ts',
    client: 'src/client/index.ts',
    server: 'src/server/index.ts',
    'server-pglite': 'src/server/pglite.ts',
    'server-postgres': 'src/server/postgres.ts',
    testing: 'src/testing/index.ts',
    tailwind: 'src/styles/preset.ts',
  },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  unbundle: true,
  sourcemap: true,
  logLevel: 'warn',
  /** An import that is in neither dependencies nor peerDependencies is an error instead of a silent copy. */
  deps: { onlyBundle: [], neverBundle: [/^node:/] },
});
