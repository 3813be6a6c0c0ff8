/** What must hold on every database that the server runs on. Called once per driver. */
import { is } from 'drizzle-orm';
import { getTableConfig, PgDialect, PgTable } from 'drizzle-orm/pg-core';
import type { DatabaseDriver } from 'react-session-security/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as schema from '../../../src/server/database/schema';
import { ada, grace, signIn } from './accounts';
import { createTestServer, type TestServer } from './createTestServer';

export function describeDatabase(openDriver: () => Promise<DatabaseDriver>): void {
  let test: TestServer;
  beforeAll(async () => {
    test = await createTestServer({ database: await openDriver() });
  });
  beforeEach(async () => {
    await test.reset();
    await test.server.users.createUser(ada);
  });
  afterAll(() => test.close());

  describe('migrations', () => {
    it('make exactly the tables of the schema', async () => {
      expect(await migratedTables(test)).toEqual(declaredTables());
    });

    it('make exactly the indexes of the schema', async () => {
      expect(await migratedIndexes(test)).toEqual(declaredIndexes());
    });

    it('can be run again, also by several instances at once, and keep what is there', async () => {
      await Promise.all(Array.from({ length: 5 }, () => test.variant().server.migrate()));
      expect(await test.rows('SELECT id::int FROM session_security.migrations ORDER BY id')).toEqual([{ id: 1 }]);
      expect(await test.server.users.findById(ada.id)).toMatchObject({ displayName: 'Ada Lovelace' });
    });

    it('run once when several instances start on an empty database', async () => {
      await test.rows('DROP SCHEMA session_security CASCADE');
      await Promise.all(Array.from({ length: 5 }, () => test.variant().server.migrate()));
      expect(await migratedTables(test)).toEqual(declaredTables());
    });
  });

  describe('the way through', () => {
    it('sign in, list, beat, rename, revoke, sign out', async () => {
      const laptop = test.browser();
      const phone = test.browser();
      const { data } = await signIn(test, laptop);
      await signIn(test, phone);
      const listed = await laptop.call('session.getSessions', { limit: 1 });
      expect(listed.data).toMatchObject({ totalCount: 2, sessions: [{ id: data['sessionId'] }] });
      const rest = await laptop.call('session.getSessions', { cursor: listed.data['nextCursor'] });
      expect(rest.data['sessions']).toHaveLength(1);
      test.clock.advance(60_000);
      const beat = await laptop.call('session.updateActivity');
      expect(beat.data['lastActivityAt']).toBe(new Date(test.clock.now()).toISOString());
      const { status } = await laptop.call('session.renameSession', {
        sessionId: data['sessionId'],
        deviceName: 'Desk',
      });
      expect(status).toBe(200);
      expect((await laptop.call('session.getStatus')).data).toMatchObject({
        user: { displayName: 'Ada Lovelace', roles: ['user', 'admin'] },
        session: { deviceName: 'Desk' },
      });
      expect((await laptop.call('session.revokeAllOtherSessions')).data).toEqual({ revokedCount: 1 });
      expect((await phone.call('session.getStatus')).error?.errorCode).toBe('SESSION_REVOKED');
      expect((await laptop.call('auth.signOut')).status).toBe(200);
    });

    it('codes by text, second factors, limits and events', async () => {
      await test.server.users.createUser(grace);
      const browser = test.browser();
      await browser.call('auth.requestPhoneOtp', { phone: grace.phone });
      const [text] = test.outbox.texts;
      const first = await browser.call('auth.verifyPhoneOtp', { phone: grace.phone, code: text?.code });
      expect(first.data).toMatchObject({ status: '2fa_required' });
      expect((await signIn(test, browser, grace)).data).toMatchObject({ status: 'signed_in' });
      const guesser = test.browser({ remoteAddress: '198.51.100.9' });
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 6; attempt += 1) {
        statuses.push((await guesser.call('auth.signIn', { identifier: ada.email, password: 'guess' })).status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
      const events = await test.rows<{ type: string }>('SELECT type FROM session_security.security_events');
      expect(new Set(events.map(({ type }) => type))).toEqual(
        new Set([
          'phone_otp_requested',
          'second_factor_required',
          'sign_in',
          'new_device',
          'sign_in_failed',
          'rate_limited',
        ]),
      );
    });

    it('evicts the session that was used longest ago', async () => {
      const browsers = Array.from({ length: 6 }, () => test.browser());
      for (const browser of browsers) {
        await signIn(test, browser);
        test.clock.advance(1_000);
      }
      const codes = await Promise.all(
        browsers.map(async (browser) => (await browser.call('session.getStatus')).error?.reason),
      );
      expect(codes).toEqual(['session_limit', undefined, undefined, undefined, undefined, undefined]);
    });
  });
}

const tables = Object.values(schema).flatMap((value: unknown) => (is(value, PgTable) ? [getTableConfig(value)] : []));
const dialect = new PgDialect();
const byText = (a: readonly unknown[], b: readonly unknown[]): number =>
  JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

/** Table, column, type, not null, part of the primary key. */
function declaredTables() {
  return tables
    .flatMap(({ name, columns, primaryKeys }) => {
      const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      return columns.map((column) => [
        name,
        column.name,
        column.getSQLType(),
        column.notNull,
        column.primary || keys.has(column.name),
      ]);
    })
    .toSorted(byText);
}

async function migratedTables({ rows }: TestServer) {
  const found = await rows(`
    SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type,
      a.attnotnull AS "notNull", a.attnum = ANY (coalesce(k.conkey, '{}')) AS key
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'session_security'
    LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'migrations'`);
  return found.map((row) => [row['table'], row['column'], row['type'], row['notNull'], row['key']]).toSorted(byText);
}

/** Table, index, unique, columns with their order, condition. Primary keys are compared above. */
function declaredIndexes() {
  return tables
    .flatMap(({ name, indexes }) =>
      indexes.map(({ config }) => [
        name,
        config.name,
        config.unique,
        config.columns.map((column) => {
          if (!('indexConfig' in column))
            throw new Error('An index over an expression: teach this test to compare it.');
          const { order = 'asc', nulls = 'last' } = column.indexConfig;
          return `${String(column.name)} ${order} nulls ${nulls}`;
        }),
        config.where === undefined ? null : dialect.sqlToQuery(config.where).sql,
      ]),
    )
    .toSorted(byText);
}

async function migratedIndexes({ rows }: TestServer) {
  const found = await rows(`
    SELECT t.relname AS "table", c.relname AS index, i.indisunique AS unique,
      pg_get_expr(i.indpred, i.indrelid) AS condition,
      (SELECT json_agg(a.attname || CASE WHEN o.bits & 1 = 1 THEN ' desc' ELSE ' asc' END
          || CASE WHEN o.bits & 2 = 2 THEN ' nulls first' ELSE ' nulls last' END ORDER BY k.position)
        FROM unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, position)
        JOIN unnest(i.indoption::int[]) WITH ORDINALITY AS o(bits, position) USING (position)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'session_security'
    WHERE NOT i.indisprimary`);
  return found
    .map((row) => {
      const condition = row['condition'];
      return [
        row['table'],
        row['index'],
        row['unique'],
        row['columns'],
        typeof condition === 'string' ? condition.replace(/^\((.*)\)$/u, '$1') : null,
      ];
    })
    .toSorted(byText);
}
