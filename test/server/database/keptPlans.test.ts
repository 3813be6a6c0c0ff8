/** The PGlite driver keeps the plans of its SELECTs: the answers must be those of a driver that doesn't. */
import { eq, sql } from 'drizzle-orm';
import { pgTable, text, integer, boolean, jsonb } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgliteDriver } from 'react-session-security/server/pglite';

const things = pgTable('things', {
  id: integer('id').primaryKey(),
  name: text('name'),
  isOn: boolean('is_on').notNull(),
  facts: jsonb('facts').$type<{ readonly depth: number }>(),
});

describe('the PGlite driver', () => {
  const driver = pgliteDriver();
  const { database } = driver;
  const named = (name: string) => database.select().from(things).where(eq(things.name, name)).orderBy(things.id);

  beforeAll(() =>
    database.execute(sql`CREATE TABLE things (id integer PRIMARY KEY, name text, is_on boolean NOT NULL, facts jsonb)`),
  );
  beforeEach(() => database.execute(sql`TRUNCATE things`));
  afterAll(() => driver.close());

  it('reads every type and null alike, the first time and again', async () => {
    const row = { id: 1, name: 'ü; DROP', isOn: true, facts: { depth: 2 } };
    await database.insert(things).values([row, { ...row, id: 2, isOn: false, facts: null }]);
    const expected = [row, { ...row, id: 2, isOn: false, facts: null }];
    expect(await named('ü; DROP')).toEqual(expected);
    expect(await named('ü; DROP')).toEqual(expected);
    expect(await named('other')).toEqual([]);
  });

  it('waits for a transaction that is open, and never sees what it takes back', async () => {
    await named('late');
    const insertion = (outcome: Error | undefined) =>
      database.transaction(async (tx) => {
        await tx.insert(things).values({ id: 1, name: 'late', isOn: true });
        await tx.execute(sql`SELECT pg_sleep(0.05)`);
        if (outcome !== undefined) throw outcome;
      });
    const takenBack = insertion(new Error('taken back'));
    expect(await named('late')).toHaveLength(0);
    await expect(takenBack).rejects.toThrow('taken back');
    const committed = insertion(undefined);
    expect(await named('late')).toHaveLength(1);
    await committed;
  });

  it('goes on after a statement that fails, whether it fails at once or with its values', async () => {
    const divided = (by: number) =>
      database
        .select({ value: sql<number>`10 / ${by}::int` })
        .from(things)
        .where(eq(things.id, 1));
    const missing = database
      .select({ value: sql`no_such_column` })
      .from(things)
      .where(eq(things.id, 1));
    await database.insert(things).values({ id: 1, name: 'a', isOn: true });
    expect(await divided(5)).toEqual([{ value: 2 }]);
    await expect(divided(0)).rejects.toMatchObject({ cause: { code: '22012' } });
    await expect(missing).rejects.toMatchObject({ cause: { code: '42703' } });
    expect(await divided(2)).toEqual([{ value: 5 }]);
  });

  it('answers hundreds of different statements, and many at once', async () => {
    await database.insert(things).values({ id: 1, name: 'a', isOn: true });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        database
          .select({ value: sql<number>`${things.id} + ${sql.raw(String(index))}` })
          .from(things)
          .where(eq(things.name, 'a')),
      ),
    );
    expect(answers.map(([row]) => row?.value)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('follows a change of the table', async () => {
    await database.insert(things).values({ id: 1, name: 'a', isOn: true });
    await named('a');
    await database.execute(sql`ALTER TABLE things ADD COLUMN note text`);
    await database.execute(sql`CREATE INDEX things_name ON things (name)`);
    expect(await named('a')).toHaveLength(1);
  });
});
