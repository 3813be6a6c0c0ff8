/** What every service is handed. Built once by `createSessionSecurityServer`. */
import type { Clock } from '../../contract/clock';
import type { SessionSecurityPolicy } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { Keyring } from '../crypto/keyring';
import type { Database } from '../database/DatabaseDriver';
import type { LocatePort } from '../ports/locate';
import type { LogPort } from '../ports/log';
import type { NotifyPort } from '../ports/notify';
import type { RandomPort } from '../ports/random';
import type { SmsPort } from '../ports/sms';
import type { UserAccount, UsersPort } from '../ports/users';
import type { Background } from './background';
import type { AccessTokens } from './jwt';
import type { RelyingParty } from './passkeyRelyingParty';
import type { SessionLookups } from './sessionLookup';

export interface ServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomPort;
  readonly keyring: Keyring;
  readonly policy: SessionSecurityPolicy;
  readonly users: UsersPort;
  /** The same accounts in a transaction, where they are in our table; elsewhere they know nothing of it. */
  readonly usersIn: (transaction: Database) => UsersPort;
  /** Whether a user may do something at all. Asked before any proof (R51). */
  readonly mayPerform: (user: UserAccount, actionType: SensitiveActionType) => boolean | Promise<boolean>;
  /** The roles that `admin.changeUserRole` can give. */
  readonly roles: readonly string[];
  /** Of `STEP_UP_REQUIRED` and `2FA_REQUIRED`. */
  readonly stepUpStatus: 401 | 403;
  readonly sms: SmsPort;
  readonly notify: NotifyPort;
  readonly locate: LocatePort;
  readonly log: LogPort;
  readonly background: Background;
  readonly lookups: SessionLookups;
  readonly accessTokens: AccessTokens;
  /** What authenticator apps call the app. */
  readonly appName: string;
  /** For whom passkeys are made; `null` where none can be. */
  readonly relyingParty: RelyingParty | null;
}

/** Where a call came from. Facts, not proof. */
export interface RequestOrigin {
  readonly ipAddress: string | null;
  /** What limits count by: the address, or its /64 for IPv6 (R78). */
  readonly addressBucket: string;
  readonly userAgent: string | null;
  readonly headers: Headers;
}
