/** `react-session-security/client`: the client without React, for stores, routers, workers and other frameworks. */
export { createSessionSecurity } from './createSessionSecurity';
export type { CallOptions, SessionSecurityClient, SessionSecurityOptions } from './createSessionSecurity';
export { getSessionSecurityError, isSessionSecurityError } from './getSessionSecurityError';
export { handleSessionSecurityError } from './handleSessionSecurityError';
export type { SessionSecurityErrorHandlers } from './handleSessionSecurityError';
export { handlersLink } from './handlersLink';
export type { HandlerContext, SessionSecurityHandlers } from './handlersLink';
export { httpLink } from './httpLink';
export type { HttpLinkOptions } from './httpLink';
export type { SessionSecurityLink } from './links';
export { restLink } from './restLink';
export type { RestLinkOptions, RestRoute } from './restLink';
