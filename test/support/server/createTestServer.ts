/** The real server over a real database, with a clock that stands still, a cheap password hash and an open outbox. */
import { sql } from 'drizzle-orm';
import {
  argon2idHasher,
  createOutbox,
  createSessionSecurityServer,
  type DatabaseDriver,
  jsonLog,
  type PasswordHasher,
  type ServerOptions,
} from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';
import { createManualClock } from 'react-session-security/testing';
import { appOrigin, type BrowserOptions, createBrowser } from './createBrowser';

export const testKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7 + 1)).toString('base64');

export type TestServer = Awaited<ReturnType<typeof createTestServer>>;
export type TestOptions = Partial<ServerOptions>;

/** One per test file, on its own database. Close it in `afterAll`. */
export async function createTestServer(options: TestOptions = {}) {
  const driver: DatabaseDriver = options.database ?? pgliteDriver();
  const clock = createManualClock();
  const outbox = createOutbox();
  const logLines: string[] = [];
  const hasher = countingHasher();

  /** Another server on the same database, as a second instance or with another policy. */
  function variant(overrides: TestOptions = {}) {
    const server = createSessionSecurityServer({
      encryptionKey: testKey,
      origins: [appOrigin],
      clock,
      sms: outbox.sms,
      notify: outbox.notify,
      passwordHasher: hasher,
      log: jsonLog({ level: 'info', print: (line) => logLines.push(line) }),
      ...options,
      database: driver,
      ...overrides,
    });
    return {
      server,
      browser: (browserOptions?: BrowserOptions) =>
        createBrowser((request, info) => server.handler(request, info), browserOptions),
    };
  }

  const main = variant();
  await main.server.migrate();

  return {
    ...main,
    clock,
    outbox,
    logLines,
    hasher,
    driver,
    variant,
    /** Rows of a statement of the test's own. */
    async rows<Row = Record<string, unknown>>(statement: string): Promise<Row[]> {
      const result = (await driver.database.execute(sql.raw(statement))) as { rows: Row[] };
      return result.rows;
    },
    /** Empties every table; the tables stay. */
    async reset(): Promise<void> {
      await driver.database.execute(
        sql.raw(
          `TRUNCATE ${[
            'users',
            'sessions',
            'refresh_tokens',
            'sign_in_challenges',
            'phone_otps',
            'credential_epochs',
            'second_factor_states',
            'totp_enrolments',
            'backup_codes',
            'passkeys',
            'passkey_challenges',
            'known_browsers',
            'rate_limits',
            'security_events',
            'challenges',
            'step_up_tokens',
            'sensitive_action_logs',
            'user_settings',
          ]
            .map((table) => `session_security.${table}`)
            .join(', ')}`,
        ),
      );
      outbox.clear();
      logLines.length = 0;
      hasher.hashed = 0;
      hasher.verified = 0;
    },
    close: () => main.server.close(),
  };
}

/** Argon2id with the least memory there is, and a count of the work done. */
function countingHasher() {
  const inner = argon2idHasher({ memoryKiB: 8, passes: 1 });
  const counting = {
    hashed: 0,
    verified: 0,
    hash(password: string) {
      counting.hashed += 1;
      return inner.hash(password);
    },
    verify(hashed: string, password: string) {
      counting.verified += 1;
      return inner.verify(hashed, password);
    },
  } satisfies PasswordHasher & { hashed: number; verified: number };
  return counting;
}
