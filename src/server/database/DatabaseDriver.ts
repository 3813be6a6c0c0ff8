/** What the server needs of a database. `pgliteDriver` and `postgresDriver` are the two that there are. */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** A connection, a pool or a transaction: services don't see the difference. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** A database and how to let go of it; made by `pgliteDriver` or `postgresDriver`. */
export interface DatabaseDriver {
  readonly name: 'pglite' | 'postgres';
  readonly database: Database;
  /** Ends what the driver started itself; a pool that was handed in stays open. */
  close(): Promise<void>;
}
