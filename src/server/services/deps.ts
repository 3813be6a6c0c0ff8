/** What every service is handed. Built once by `createSessionSecurityServer`. */
import type { Clock } from '../../contract/clock';
import type { SessionSecurityPolicy } from '../../contract/policy';
import type { Keyring } from '../crypto/keyring';
import type { Database } from '../database/DatabaseDriver';
import type { LocatePort } from '../ports/locate';
import type { LogPort } from '../ports/log';
import type { NotifyPort } from '../ports/notify';
import type { RandomPort } from '../ports/random';
import type { SmsPort } from '../ports/sms';
import type { UsersPort } from '../ports/users';
import type { Background } from './background';
import type { AccessTokens } from './jwt';
import type { SessionLookups } from './sessionLookup';

export interface ServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomPort;
  readonly keyring: Keyring;
  readonly policy: SessionSecurityPolicy;
  readonly users: UsersPort;
  readonly sms: SmsPort;
  readonly notify: NotifyPort;
  readonly locate: LocatePort;
  readonly log: LogPort;
  readonly background: Background;
  readonly lookups: SessionLookups;
  readonly accessTokens: AccessTokens;
}

/** Where a call came from. Facts, not proof. */
export interface RequestOrigin {
  readonly ipAddress: string | null;
  /** What limits count by: the address, or its /64 for IPv6 (R78). */
  readonly addressBucket: string;
  readonly userAgent: string | null;
  readonly headers: Headers;
}
