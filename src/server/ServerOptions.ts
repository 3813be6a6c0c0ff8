/** What the reference server is made with. */
import type { Clock } from '../contract/clock';
import type { PolicyOptions } from '../contract/policy';
import type { SensitiveActionType } from '../contract/sensitiveAction';
import type { AccessTokenKey } from './crypto/accessTokenKeys';
import type { DatabaseDriver } from './database/DatabaseDriver';
import type { TrustedProxies } from './http/clientAddress';
import type { Transport } from './http/readCredential';
import type { LocatePort } from './ports/locate';
import type { LogPort } from './ports/log';
import type { NotifyPort } from './ports/notify';
import type { PasswordHasher } from './ports/passwordHasher';
import type { RandomPort } from './ports/random';
import type { SmsPort } from './ports/sms';
import type { UserAccount, UsersPort } from './ports/users';
import type { RelyingPartyOptions } from './services/passkeyRelyingParty';

/**
 * What `createSessionSecurityServer` needs (`database`, `encryptionKey`, `origins`) and what can be replaced (SPEC V1,
 * V11).
 */
export interface ServerOptions {
  /** `pgliteDriver()` or `postgresDriver()`. */
  readonly database: DatabaseDriver;
  /** 32 random bytes in base64 (`openssl rand -base64 32`), the same on every instance. */
  readonly encryptionKey: string;
  /** Exact origins of the apps that may call, e.g. `https://app.example.com`. */
  readonly origins: readonly string[];
  /** @default '/api/trpc' */
  readonly basePath?: string;
  readonly policy?: PolicyOptions;
  readonly cookies?: {
    /** @default 'strict' */
    readonly sameSite?: 'strict' | 'lax';
    /** Plain http, for development only. @default false */
    readonly allowInsecure?: boolean;
    /** @default 'sid' */
    readonly name?: string;
  };
  /**
   * How sessions travel (SPEC G3). `bearer`: sign-in and `auth.refresh` answer with an access token, and the refresh token
   * is in a cookie. `both`: bearer for clients that ask for it at sign-in with `transportHeader`, a cookie for the
   * others.
   *
   * @default 'cookie'
   */
  readonly transport?: Transport;
  /** Bearer transport: how access tokens are signed. */
  readonly accessToken?: {
    /** The first signs, all verify. @default one key (HS256) derived from `encryptionKey` */
    readonly keys?: readonly AccessTokenKey[];
    /** The claim `iss`. @default the first of `origins` */
    readonly issuer?: string;
    /** The claim `aud`. @default the first of `origins` */
    readonly audience?: string;
  };
  /** What authenticator apps call the app. @default the host of the first of `origins` */
  readonly appName?: string;
  /** The domain that passkeys are made for. @default that of the first of `origins`; none where it is an IP address */
  readonly relyingParty?: RelyingPartyOptions;
  /** How many proxies stand before the server, or their addresses (CIDR). @default 0, forwarding headers are ignored */
  readonly trustedProxies?: TrustedProxies;
  /** The app's own accounts. @default a table of ours, see `SessionSecurityServer.users` */
  readonly users?: UsersPort;
  /**
   * Who may do what. Asked before any proof; a refusal is `FORBIDDEN`, so that nobody learns from a prompt what they lack
   * (R51). @default `role_change` and `admin_action` need the role `admin`, the rest nothing
   */
  readonly mayPerform?: (user: UserAccount, actionType: SensitiveActionType) => boolean | Promise<boolean>;
  /** The roles that `admin.changeUserRole` can give. @default ['user', 'admin'] */
  readonly roles?: readonly string[];
  /**
   * The HTTP status of `2FA_REQUIRED` and `STEP_UP_REQUIRED`. RFC 9470 says 401, which many clients take for the end of a
   * session; the header it asks for is sent either way (R47). @default 403
   */
  readonly stepUpStatus?: 401 | 403;
  readonly sms?: SmsPort;
  readonly notify?: NotifyPort;
  readonly locate?: LocatePort;
  readonly clock?: Clock;
  readonly random?: RandomPort;
  /** For the default accounts. @default Argon2id */
  readonly passwordHasher?: PasswordHasher;
  /** @default warnings and errors as JSON lines on standard error */
  readonly log?: LogPort;
}
