/** Builds the page as an app would (production React, code splitting) and serves it on a free port. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { cacheFolder, distFolder } from '../lib/paths.mjs';

const source = path.join(import.meta.dirname, 'page');
/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** @returns {Promise<{ url: string, close: () => void }>} */
export async function servePage() {
  const folder = cacheFolder('list');
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: ['renderCounter.ts', 'main.tsx'].map((file) => path.join(source, file)),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    // No further: render counts are by the components' names.
    minifyWhitespace: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  for (const file of ['index.html', 'card.css']) cpSync(path.join(source, file), path.join(folder, file));
  cpSync(path.join(distFolder, 'styles.css'), path.join(folder, 'styles.css'));

  const server = createServer(({ url = '/' }, response) => {
    const file = path.join(folder, path.basename(url === '/' ? '/index.html' : url));
    try {
      const body = readFileSync(file);
      response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
