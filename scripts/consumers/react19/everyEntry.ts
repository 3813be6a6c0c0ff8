/** Every entry by name, resolved as Node resolves it. */
import preset from 'react-session-security/tailwind';
import { createSessionSecurity, getSessionSecurityError, restLink, SessionsList } from 'react-session-security';
import { handlersLink } from 'react-session-security/client';
import { definePolicy } from 'react-session-security/contract';
import type { SessionInfo } from 'react-session-security/contract';
import { createSessionSecurityServer, toNodeListener } from 'react-session-security/server';
import type { SessionSecurityRouter } from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';
import { postgresDriver } from 'react-session-security/server/postgres';
import { createManualClock, createScriptedBackend, sessionFixture } from 'react-session-security/testing';

export const session: SessionInfo = sessionFixture();
export const clients = [
  createSessionSecurity({ url: '/api/trpc' }),
  createSessionSecurity({ link: createScriptedBackend({ clock: createManualClock() }).link }),
  createSessionSecurity({ link: handlersLink({}) }),
  createSessionSecurity({ link: restLink({ baseUrl: '/api', routes: {} }) }),
];
export const server = createSessionSecurityServer({
  database: session.isCurrent ? pgliteDriver() : postgresDriver({ connectionString: 'postgres://localhost/app' }),
  encryptionKey: '',
  origins: ['https://app.example.com'],
  policy: definePolicy({ preset: 'strict' }),
});
export const router: SessionSecurityRouter = server.router;
export const listener = toNodeListener((request, info) => server.handler(request, info));
export const others = [preset, SessionsList, getSessionSecurityError(new Error('none'))?.errorCode];
