/** Brings the database up to date. Idempotent, and safe when several instances start at once. */
import { sql } from 'drizzle-orm';
import { integer, text } from 'drizzle-orm/pg-core';
import type { Clock } from '../../contract/clock';
import { toIso } from '../../contract/instant';
import type { Database } from './DatabaseDriver';
import { migrations } from './migrations';
import { sessionSecuritySchema } from './schema';

/** Any number that other software is unlikely to lock; "session" in ASCII, cut to 52 bits. */
const migrationLock = 0x7365_7373_696f;

const applied = sessionSecuritySchema.table('migrations', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  appliedAt: text('applied_at').notNull(),
});

/** One transaction: a failed start leaves the database as it was. */
export async function migrate(database: Database, clock: Clock): Promise<void> {
  await database.transaction(async (tx) => {
    // Held until the transaction ends: the second instance waits here, then finds everything applied.
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${migrationLock})`);
    await tx.execute(sql`CREATE SCHEMA IF NOT EXISTS session_security`);
    await tx.execute(
      sql`CREATE TABLE IF NOT EXISTS session_security.migrations (id integer PRIMARY KEY, name text NOT NULL, applied_at text NOT NULL)`,
    );
    const done = new Set((await tx.select({ id: applied.id }).from(applied)).map(({ id }) => id));
    for (const migration of migrations.filter(({ id }) => !done.has(id))) {
      for (const statement of migration.statements) await tx.execute(sql.raw(statement));
      await tx.insert(applied).values({ id: migration.id, name: migration.name, appliedAt: toIso(clock.now()) });
    }
  });
}
