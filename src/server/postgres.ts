/** `react-session-security/server/postgres`: production. Any number of stateless instances on one database. */
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { DatabaseDriver } from './database/DatabaseDriver';

/** A connection string for a pool of our own, or the host's pool. */
export type PostgresDriverOptions =
  | {
      readonly connectionString: string;
      /** @default 10 */
      readonly maxConnections?: number;
      /** Hears of connections that broke while idle; the pool replaces them. */
      readonly onIdleError?: (error: Error) => void;
    }
  | {
      /** The host's own pool; it stays open when the server closes. */
      readonly pool: pg.Pool;
    };

/** Sessions in Postgres (SPEC V1). Connects on the first query, so a wrong address shows at `migrate()`, not here. */
export function postgresDriver(options: PostgresDriverOptions): DatabaseDriver {
  if ('pool' in options) {
    return { name: 'postgres', database: drizzle(options.pool), close: async () => {} };
  }
  const pool = new pg.Pool({ connectionString: options.connectionString, max: options.maxConnections ?? 10 });
  // Without a listener, node-postgres turns a broken idle connection into an uncaught exception.
  pool.on('error', (error) => options.onIdleError?.(error));
  return { name: 'postgres', database: drizzle(pool), close: () => pool.end() };
}
