/** `react-session-security/server/pglite`: Postgres inside the process. For development, demos, tests and small sites. */
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { DatabaseDriver } from './database/DatabaseDriver';

export interface PgliteDriverOptions {
  /** A folder, used by one process at a time. Without it everything is in memory and lost at the end. */
  readonly dataDir?: string;
}

/** One connection: transactions queue. Use `postgresDriver` where several instances run. */
export function pgliteDriver({ dataDir }: PgliteDriverOptions = {}): DatabaseDriver {
  const client = dataDir === undefined ? new PGlite() : new PGlite(dataDir);
  return {
    name: 'pglite',
    database: drizzle(client),
    async close() {
      if (!client.closed) await client.close();
    },
  };
}
