/** Bundles one public entry as an application's build would, and tells what went in. */
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

export interface Bundle {
  /** Everything that is loaded with the entry, or by it later. */
  readonly code: string;
  /** Files of ours, relative to `src` or `dist`, without extension: `contract/errors`. */
  readonly files: readonly string[];
  /** Packages whose code went in, or that were left outside. */
  readonly packages: readonly string[];
}

/** @param platform `node` leaves packages outside, as a server does; `browser` takes them in. */
export async function bundle(entry: string, platform: 'browser' | 'node', outDir?: string): Promise<Bundle> {
  const conditions = process.env['TEST_DIST'] ? [] : ['react-session-security/source'];
  const virtual = 'virtual:entry';
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: {
      conditions: [...conditions, 'module', platform],
    },
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id) => (id === virtual ? id : undefined),
        load: (id) => (id === virtual ? `export * from ${JSON.stringify(entry)};` : undefined),
      },
    ],
    build: {
      write: outDir !== undefined,
      ...(outDir !== undefined && { outDir }),
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: virtual,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'entry.mjs', chunkFileNames: '[name]-[hash].mjs' },
        external:
          platform === 'node'
            ? (id) =>
                /^[\w@]/.test(id) && !path.isAbsolute(id) && id !== virtual && !id.startsWith('react-session-security')
            : [],
        onLog: () => {},
      },
    },
  });
  const chunks = [result]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .filter((one) => one.type === 'chunk');
  const ids = chunks.flatMap((chunk) => Object.keys(chunk.modules));
  return {
    code: chunks.map(({ code }) => code).join('\n'),
    files: ids.flatMap((id) => /^(?:src|dist)\/(.*?)\.[a-z]+$/.exec(path.relative(root, id))?.[1] ?? []).toSorted(),
    packages: [
      ...new Set([
        ...ids.flatMap((id) => packageOf(id.split('node_modules/').at(-1) ?? '', id.includes('node_modules/'))),
        ...chunks
          .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
          .flatMap((id) => packageOf(id, /^[\w@]/.test(id))),
      ]),
    ].toSorted(),
  };
}

function packageOf(id: string, isPackage: boolean): string[] {
  return isPackage ? [/^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id] : [];
}
