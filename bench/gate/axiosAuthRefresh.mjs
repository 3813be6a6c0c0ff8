/**
 * axios with axios-auth-refresh, as its manual shows it. Not among the dev dependencies: `BENCH_PEERS` names a
 * `node_modules` folder that has both, else its rows are left out.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder } from '../lib/paths.mjs';

/**
 * @typedef {object} AxiosPeer
 * @property {string} version
 * @property {(page: import('./openPage.mjs').OpenPage, origin: string, options: object) => (url: string) => Promise<boolean>} open
 */

/** @returns {Promise<AxiosPeer | null>} */
export async function loadAxiosAuthRefresh() {
  const folder = process.env['BENCH_PEERS'];
  if (folder === undefined) return null;
  const versionOf = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(path.join(folder, name, 'package.json'), 'utf8')).version;
  const { axios, createAuthRefresh } = await bundled(folder);
  return {
    version: `${versionOf('axios-auth-refresh')} on axios ${versionOf('axios')}`,
    open(page, origin, options) {
      let token = page.token();
      const instance = axios.create({
        adapter: 'fetch',
        env: { fetch: page.send },
        headers: { 'x-session-security': '1' },
      });
      instance.interceptors.request.use((/** @type {any} */ config) => {
        config.headers.set('Authorization', token);
        return config;
      });
      const refresh = async () => {
        const { data } = await instance.post(`${origin}/api/trpc/auth.refresh`, {}, { skipAuthRefresh: true });
        token = `Bearer ${data.result.data.data.accessToken}`;
      };
      createAuthRefresh(instance, refresh, options);
      return async (url) => (await instance.get(url)).status === 200;
    },
  };
}

/** As a page would load them. @param {string} folder @returns {Promise<any>} */
async function bundled(folder) {
  const outfile = path.join(cacheFolder('gate'), 'axiosAuthRefresh.mjs');
  await build({
    stdin: {
      contents: `export { default as axios } from 'axios'; export { createAuthRefresh } from 'axios-auth-refresh';`,
      resolveDir: folder,
    },
    nodePaths: [folder],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
