/** The demo's back end: the reference server with a few accounts, a map, and an outbox instead of a phone network. */
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import {
  createOutbox,
  jsonLog,
  type LogEntry,
  toNodeListener,
  type ServerOptions,
} from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';
import { postgresDriver } from 'react-session-security/server/postgres';
import { definePolicy, type PolicyOptions, type SessionSecurityPolicy } from 'react-session-security/contract';
import { demoPolicy, withIdleLimits, type IdleLimits } from '../policy';
import { demoPeople } from './accounts';
import { claimFolder } from './claimFolder';
import { createDemoRoutes } from './createDemoRoutes';
import { createTimeMachine } from './createTimeMachine';
import { places } from './places';
import { seed } from './seed';

export interface DemoOptions {
  readonly origin: string;
  readonly reset: boolean;
  /** Without it, and without a database, nothing is kept. */
  readonly dataDir: string | undefined;
  readonly databaseUrl: string | undefined;
  /** What a sign-in beyond the session limit does (SPEC V5). */
  readonly onLimit: SessionSecurityPolicy['session']['onLimit'];
  /** Instead of the demo's usual ones. */
  readonly idleLimits: IdleLimits | undefined;
  /** The least that is printed about what the server does. */
  readonly logLevel: LogEntry['level'];
}

export interface Demo {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /** What to print once the demo listens. */
  readonly welcome: string;
  close(): Promise<void>;
}

export async function createDemo(demoOptions: DemoOptions): Promise<Demo> {
  const { origin, onLimit, idleLimits, logLevel, databaseUrl, dataDir } = demoOptions;
  const policy: PolicyOptions = { ...demoPolicy, session: { ...demoPolicy.session, onLimit } };
  const outbox = createOutbox();
  const options: ServerOptions = {
    database: await openDatabase(demoOptions),
    /** Public, so that the demo can be started again without keeping a secret. Yours comes from `openssl rand -base64 32`. */
    encryptionKey: Buffer.alloc(32, 'demo only, never elsewhere').toString('base64'),
    origins: [origin],
    appName: 'Harbour',
    policy,
    sms: outbox.sms,
    notify: outbox.notify,
    locate: places,
    log: jsonLog({ level: logLevel }),
  };
  const limited = idleLimits === undefined ? policy : withIdleLimits(policy, idleLimits);
  const timeMachine = createTimeMachine({ ...options, policy: limited });
  await timeMachine.server().migrate();
  await seed(timeMachine.server(), options, origin);
  return {
    listener: toNodeListener(createDemoRoutes({ timeMachine, outbox, origin })),
    welcome: welcome({ origin, data: databaseUrl ?? dataDir, onLimit, policy: limited }),
    close: () => timeMachine.server().close(),
  };
}

async function openDatabase({ reset, dataDir, databaseUrl }: Pick<DemoOptions, 'reset' | 'dataDir' | 'databaseUrl'>) {
  if (databaseUrl !== undefined) {
    const driver = postgresDriver({ connectionString: databaseUrl });
    if (reset) await driver.database.execute(sql`drop schema if exists session_security cascade`);
    return driver;
  }
  if (dataDir === undefined) return pgliteDriver();
  await mkdir(dataDir, { recursive: true });
  const release = await claimFolder(dataDir);
  const folder = path.join(dataDir, 'pglite');
  if (reset) await rm(folder, { recursive: true, force: true });
  const driver = pgliteDriver({ dataDir: folder });
  return {
    ...driver,
    async close() {
      await driver.close();
      await release();
    },
  };
}

interface WelcomeFacts extends Pick<DemoOptions, 'origin' | 'onLimit'> {
  readonly policy: PolicyOptions;
  readonly data: string | undefined;
}

const minute = 60_000;

function welcome({ origin, data, onLimit, policy }: WelcomeFacts): string {
  const { idleTimeoutMs } = definePolicy(policy).session;
  const accounts = demoPeople.map(
    ({ displayName, email = displayName, password = '', phone, totpSecret }) =>
      `  ${email.padEnd(16)} ${password.padEnd(20)} ${phone}${totpSecret === undefined ? '' : `   TOTP ${totpSecret}`}`,
  );
  return [
    '',
    `Open     ${origin}`,
    `Outbox   ${origin}/outbox   texts, mails and authenticator codes`,
    `Data     ${data === undefined ? 'in memory' : withoutPassword(data)}   (start afresh: npm run demo -- --reset)`,
    `Limit    ${demoPolicy.session.maxSessions} devices, then ${onLimit}   (change: npm run demo -- --on-limit ask)`,
    `Idle     signed out after ${inWords(idleTimeoutMs)} without activity   (change: --idle 2m --warn 1m, or ${origin}/time-machine)`,
    '',
    'Accounts',
    ...accounts,
    '',
  ].join('\n');
}

function withoutPassword(data: string): string {
  return data.replace(/\/\/([^:/@]+):[^@]*@/u, '//$1:•••@');
}

function inWords(ms: number): string {
  const days = ms / (24 * 60 * minute);
  return Number.isInteger(days) ? `${days} days` : `${ms / minute} minutes`;
}
