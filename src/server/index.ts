/** `react-session-security/server`: the reference back end. Database drivers have entries of their own. */
export {
  type AuthenticatedSession,
  type ContextInfo,
  createSessionSecurityServer,
  type RequestInfo,
  type SessionSecurityServer,
} from './createSessionSecurityServer';
export type { ServerOptions } from './ServerOptions';
export type { SessionSecurityContext } from './context';
export type { AccessTokenKey } from './crypto/accessTokenKeys';
export type { Database, DatabaseDriver } from './database/DatabaseDriver';
export type { TrustedProxies } from './http/clientAddress';
export { createHttpGuard, type GuardDecision, type HttpGuardOptions } from './http/createHttpGuard';
export type { Transport } from './http/readCredential';
export { type FetchHandler, type NodeListenerOptions, toNodeListener } from './http/toNodeListener';
export type { DefaultUsers, NewUser } from './ports/defaultUsers';
export type { LocatePort } from './ports/locate';
export { jsonLog, type JsonLogOptions, type LogEntry, type LogPort } from './ports/log';
export type { NotifyPort, SecurityNotice } from './ports/notify';
export { createOutbox, type Outbox, type OutboxOptions } from './ports/outbox';
export { type Argon2Parameters, argon2idHasher, type PasswordHasher } from './ports/passwordHasher';
export { type RandomPort, systemRandom } from './ports/random';
export type { SmsMessage, SmsPort } from './ports/sms';
export type { UserAccount, UserIdentifier, UsersPort } from './ports/users';
export type { SessionSecurityRouter } from './router';
export type { RelyingPartyOptions } from './services/passkeyRelyingParty';
export type { HostAction, ProvedHostAction } from './services/hostAction';
export type { HostRevocation } from './services/revocation';
