/** What the demo serves beside the session API: health, accounts and outbox, a note, its people, and the time machine. */
import { Secret, TOTP } from 'otpauth';
import { requestHeader, SessionSecurityError } from 'react-session-security/contract';
import type { Outbox as ServerOutbox, SecurityNotice, SessionSecurityServer } from 'react-session-security/server';
import { demoPeople } from './accounts';
import { createNotes } from './createNotes';
import type { TimeMachine } from './createTimeMachine';
import { limitsNames } from './limitsNames';
import { listPeople } from './people';
import { signOutFromElsewhere } from './signOutFromElsewhere';

/** A text as it went out, or the facts of a mail: its words are the app's business. */
export type OutboxMessage = {
  readonly id: string;
  readonly to: string;
  readonly sentAt: string;
} & (
  | { readonly channel: 'sms'; readonly text: string }
  | { readonly channel: 'mail'; readonly notice: Pick<SecurityNotice, 'type' | 'deviceName' | 'ipAddress'> }
);

export interface Outbox {
  readonly authenticators: readonly { readonly displayName: string; readonly secret: string; readonly code: string }[];
  /** Newest first. */
  readonly messages: readonly OutboxMessage[];
}

/** What an app knows of whoever is signed in, beside what the session API says. */
export interface OwnAccount {
  readonly hasPassword: boolean;
}

type Handler = SessionSecurityServer['handler'];

export interface DemoRoutesOptions {
  readonly timeMachine: TimeMachine;
  readonly outbox: ServerOutbox;
  readonly origin: string;
}

export function createDemoRoutes({ timeMachine, outbox, origin }: DemoRoutesOptions): Handler {
  const notes = createNotes();
  return async (request, info) => {
    const server = timeMachine.server();
    const whoAsks = () => server.authenticate(request, info);
    switch (new URL(request.url).pathname) {
      case '/api/health':
        return Response.json({ status: 'ok' });
      case '/api/demo/accounts':
        return Response.json(demoPeople);
      case '/api/demo/outbox':
        return Response.json(await readOutbox(server, outbox), { headers: { 'cache-control': 'no-store' } });
      case '/api/demo/limits':
        return guarded(server, request, async () => travel(timeMachine, request));
      case '/api/demo/note':
        return guarded(server, request, async () => notes.answer(request, await whoAsks()));
      case '/api/demo/account':
        return guarded(server, request, async () => {
          const { userId } = await whoAsks();
          const ownAccount: OwnAccount = { hasPassword: (await server.users.hasPassword?.(userId)) ?? true };
          return Response.json(ownAccount, { headers: { 'cache-control': 'no-store' } });
        });
      case '/api/demo/people':
        return guarded(server, request, async () =>
          Response.json(await listPeople(server, await whoAsks()), { headers: { 'cache-control': 'no-store' } }),
        );
      case '/api/demo/sign-out-from-elsewhere':
        return guarded(server, request, async () => {
          await signOutFromElsewhere(server, await whoAsks(), origin);
          return Response.json({});
        });
      default:
        return server.handler(request, info);
    }
  };
}

/** The header that no cross-site page can send stands for the CSRF check; refusals leave as the kit's reader knows them. */
async function guarded(
  server: SessionSecurityServer,
  { headers }: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    if (headers.get(requestHeader.name) !== requestHeader.value) throw new SessionSecurityError('CSRF_REJECTED');
    return await answer();
  } catch (error) {
    return server.refusalResponse(error);
  }
}

async function travel(timeMachine: TimeMachine, request: Request): Promise<Response> {
  if (request.method === 'POST') {
    const { limits } = (await request.json()) as { readonly limits?: unknown };
    const to = limitsNames.find((name) => name === limits);
    if (to === undefined) return Response.json({}, { status: 400 });
    timeMachine.travel(to);
  }
  return Response.json({ limits: timeMachine.limits() }, { headers: { 'cache-control': 'no-store' } });
}

async function readOutbox(server: SessionSecurityServer, outbox: ServerOutbox): Promise<Outbox> {
  const texts = outbox.texts.map(({ to, text, expiresAt }, index) => ({
    id: `sms-${index}-${expiresAt}`,
    channel: 'sms' as const,
    to,
    text,
    at: expiresAt - 5 * 60_000,
  }));
  const mails = await Promise.all(
    outbox.notices.map(async ({ userId, type, deviceName, ipAddress, createdAt }, index) => ({
      id: `mail-${index}-${createdAt}`,
      channel: 'mail' as const,
      to: (await server.users?.findById(userId))?.email ?? userId,
      notice: { type, deviceName, ipAddress },
      at: createdAt,
    })),
  );
  return {
    authenticators: await readAuthenticators(server),
    messages: [...texts, ...mails]
      .toSorted((a, b) => b.at - a.at)
      .map(({ at, ...message }) => ({ ...message, sentAt: new Date(at).toISOString() })),
  };
}

/** Also those that were set up on the security page; they are found by what nobody can change here. */
async function readAuthenticators({ users }: SessionSecurityServer): Promise<Outbox['authenticators']> {
  const found = await Promise.all(
    demoPeople.map(async ({ displayName, phone }) => {
      const user = await users.findByIdentifier({ kind: 'phone', value: phone });
      const secret = user === null ? null : await users.totpSecret(user.id);
      if (secret === null) return [];
      return [{ displayName, secret, code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() }];
    }),
  );
  return found.flat();
}
