/** A user's passkeys: their names, and their end (C18). A foreign id and an unknown one are the same (R24). */
import { and, eq } from 'drizzle-orm';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { passkeys } from '../database/schema';
import type { ServiceDeps } from './deps';
import { changeFactors } from './factorChange';
import { noteRefusal } from './refusal';
import { recordSecurityEvents } from './securityEvent';
import type { GuardedCaller, ProvedAction } from './sensitiveAction';

interface OwnPasskey extends GuardedCaller {
  readonly passkeyId: string;
}

/** @throws {SessionSecurityError} `INVALID_REQUEST` (reason `passkey_not_found` or `passkey_name`). */
export async function renamePasskey(deps: ServiceDeps, input: OwnPasskey & { readonly name: string }) {
  const { session, caller } = input;
  const name = cleanDeviceName(input.name);
  if (name === '') throw new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_name' });
  const renamed = await deps.database.transaction(async (database) => {
    const rows = await database
      .update(passkeys)
      .set({ name })
      .where(isOwn(input))
      .returning({ passkeyId: passkeys.id, name: passkeys.name });
    if (rows.length > 0) {
      await recordSecurityEvents({ ...deps, database }, caller.origin, [
        { type: 'passkey_renamed', success: true, userId: session.userId, sessionId: session.id },
      ]);
    }
    return rows[0];
  });
  return renamed ?? refuseUnknown(deps, input);
}

/** @throws {SessionSecurityError} `INVALID_REQUEST` (reason `passkey_not_found`). */
export async function removePasskey(deps: ServiceDeps, input: OwnPasskey & ProvedAction) {
  const [own] = await deps.database.select({ id: passkeys.id }).from(passkeys).where(isOwn(input));
  if (own === undefined) return refuseUnknown(deps, input);
  return changeFactors(deps, input, {
    event: 'passkey_removed',
    async change({ database }) {
      const [removed] = await database.delete(passkeys).where(isOwn(input)).returning({ removedId: passkeys.id });
      if (removed === undefined) throw unknownPasskey();
      return removed;
    },
  });
}

function isOwn({ session, passkeyId }: OwnPasskey) {
  // Postgres text holds no NUL; no id of ours has one either.
  return and(eq(passkeys.id, passkeyId.includes('\0') ? '' : passkeyId), eq(passkeys.userId, session.userId));
}

async function refuseUnknown(deps: ServiceDeps, { session, caller }: OwnPasskey): Promise<never> {
  await noteRefusal(deps, caller.origin, {
    reason: 'passkey_not_found',
    userId: session.userId,
    sessionId: session.id,
  });
  throw unknownPasskey();
}

function unknownPasskey(): SessionSecurityError {
  return new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_not_found' });
}
