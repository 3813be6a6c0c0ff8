/** Passkeys as they are kept, and as they are shown; what is proved by them and what is done to them is elsewhere. */
import { asc, eq } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { Passkey, PasskeyDescriptor } from '../../contract/passkey';
import { passkeys } from '../database/schema';
import type { ServiceDeps } from './deps';
import type { RelyingParty } from './passkeyRelyingParty';

export type PasskeyRow = typeof passkeys.$inferSelect;

export function toPasskey({ id, name, isSynced, createdAt, lastUsedAt }: PasskeyRow): Passkey & {
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
} {
  return {
    id,
    name,
    isSynced,
    createdAt: toIso(createdAt),
    lastUsedAt: lastUsedAt === null ? null : toIso(lastUsedAt),
  };
}

export function toDescriptor({ credentialId, transports }: PasskeyRow): PasskeyDescriptor & { transports: string[] } {
  return { type: 'public-key', id: credentialId, transports };
}

/** Oldest first. */
export function passkeysOf({ database }: ServiceDeps, userId: string): Promise<PasskeyRow[]> {
  return database
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

/** @throws {SessionSecurityError} `METHOD_NOT_ALLOWED` where this server can have no passkeys. */
export function requireRelyingParty({ relyingParty }: ServiceDeps): RelyingParty {
  if (relyingParty !== null) return relyingParty;
  throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'passkeys_unavailable' });
}
