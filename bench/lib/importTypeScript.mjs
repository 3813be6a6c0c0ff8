/** Imports a TypeScript file of this repository, bundled with what it imports from it; packages stay outside. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder, rootFolder } from './paths.mjs';

/** @param {string} file from the root of the repository @returns {Promise<any>} */
export async function importTypeScript(file) {
  const outfile = path.join(cacheFolder('typescript'), `${path.basename(file, '.ts')}.mjs`);
  await build({
    entryPoints: [path.join(rootFolder, file)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
