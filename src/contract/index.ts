/**
 * `react-session-security/contract`: the words both sides use. Types, schemas (zod), the error table and the
 * policy. Server side and build time; browsers get the same names, without zod, from the package root.
 */
export * from './account';
export * from './actionRule';
export * from './activity';
export * from './admin';
export * from './boundParameters';
export * from './challenge';
export * from './clock';
export * from './deviceName';
export * from './errorCauseSchema';
export * from './errors';
export * from './instant';
export type * from './notification';
export * from './outcomeErrors';
export * from './passkey';
export * from './policy';
export * from './procedures';
export * from './procedureTypes';
export * from './requestHeader';
export * from './secondFactor';
export * from './sanitizeReturnTo';
export * from './securityEvent';
export * from './sensitiveAction';
export * from './session';
export * from './signIn';
export type * from './statistics';
export * from './stepUp';
export * from './stepUpToken';
export * from './success';
export type * from './trustedDevice';
export * from './verification';
export * from './warning';
