/** One server per worker, on a port of its own: the pages at `/`, the reference server at `/api`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer as createVite } from 'vite';
import { bundle } from '../../../support/bundle';
import type { Backend } from './createBackend';

const root = path.resolve(import.meta.dirname, '../../../..');
const sourceConditions = process.env['TEST_DIST'] ? [] : ['react-session-security/source'];

export interface StartedBackend extends Backend {
  readonly origin: string;
}

export async function startBackend(): Promise<StartedBackend> {
  const bundled = await mkdtemp(path.join(tmpdir(), 'tabs-'));
  await bundle(path.join(import.meta.dirname, 'page.ts'), 'browser', bundled);
  const vite = await createVite({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    cacheDir: path.join(root, 'node_modules/.cache/vite-tabs'),
    optimizeDeps: { noDiscovery: true },
    ssr: { resolve: { conditions: [...sourceConditions, 'module', 'node', 'development|production'] } },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${String((http.address() as AddressInfo).port)}`;
  const { createBackend } = (await vite.ssrLoadModule(
    '/test/e2e/tabs/support/createBackend.ts',
  )) as typeof import('./createBackend');
  const backend = await createBackend(origin);

  http.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith('/api/')) return backend.listener(request, response);
    if (pathname.endsWith('.mjs')) {
      readFile(path.join(bundled, path.basename(pathname))).then(
        (code) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(code),
        () => response.writeHead(404).end(),
      );
      return;
    }
    const start = '<script type="module">import { openTab } from "/entry.mjs"; openTab();</script>';
    const script = pathname === '/tab' ? start : '';
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Tab</title><body>${script}`);
  });

  return {
    ...backend,
    origin,
    async close() {
      http.close();
      http.closeAllConnections();
      await Promise.all([backend.close(), vite.close(), rm(bundled, { recursive: true })]);
    },
  };
}
