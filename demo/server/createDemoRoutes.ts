/** What the demo serves beside the session API: a health check, its accounts, its outbox. */
import { Secret, TOTP } from 'otpauth';
import type { Outbox as ServerOutbox, SecurityNotice, SessionSecurityServer } from 'react-session-security/server';
import { demoAccounts } from './accounts';

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

type Handler = SessionSecurityServer['handler'];

export function createDemoRoutes(server: SessionSecurityServer, outbox: ServerOutbox): Handler {
  return async (request, info) => {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case '/api/health':
        return Response.json({ status: 'ok' });
      case '/api/demo/accounts':
        return Response.json(demoAccounts);
      case '/api/demo/outbox':
        return Response.json(await readOutbox(server, outbox), { headers: { 'cache-control': 'no-store' } });
      default:
        return server.handler(request, info);
    }
  };
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
    authenticators: demoAccounts.flatMap(({ displayName, totpSecret }) =>
      totpSecret === undefined
        ? []
        : [{ displayName, secret: totpSecret, code: new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate() }],
    ),
    messages: [...texts, ...mails]
      .toSorted((a, b) => b.at - a.at)
      .map(({ at, ...message }) => ({ ...message, sentAt: new Date(at).toISOString() })),
  };
}
