/**
 * `react-session-security/contract`: the words both sides use. Types, schemas (zod), the error table and the
 * policy. Server side and build time; browsers get the same names, without zod, from the package root.
 */
export * from './activity';
export type * from './challenge';
export * from './clock';
export * from './deviceName';
export * from './errorCauseSchema';
export * from './errors';
export * from './instant';
export type * from './notification';
export * from './outcomeErrors';
export * from './policy';
export * from './procedures';
export * from './requestHeader';
export * from './securityEvent';
export * from './sensitiveAction';
export * from './session';
export * from './signIn';
export type * from './statistics';
export type * from './stepUp';
export * from './success';
export type * from './trustedDevice';
export * from './verification';
export * from './warning';
