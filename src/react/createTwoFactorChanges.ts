/** Each change of second factors as calls of the back end: what it answered becomes an event and, without secrets, the list. */
import { createDeadlines } from '../client/createDeadlines';
import type { Instant } from '../contract/instant';
import type { PasskeyCreationOptions } from '../contract/passkey';
import type { SecondFactors } from '../contract/secondFactor';
import { createPasskey } from './createPasskey';
import { PasskeyCeremonyError } from './twoFactorFailure';
import type { trpc } from './trpc';
import type { TwoFactorEvent } from './twoFactorTransition';
import { usableAnswer } from './usableAnswer';

export interface TwoFactorChangesOptions {
  readonly auth: ReturnType<typeof trpc.useUtils>['client']['auth'];
  /** By which deadlines are kept, epoch milliseconds: `engine.now`. */
  readonly now: () => number;
  /** Shows what the server confirmed. */
  readonly update: (change: (factors: SecondFactors) => Partial<SecondFactors>) => void;
}

type Change = Promise<TwoFactorEvent>;

/** Each rejects with what the call, or the authenticator, failed with. */
export interface TwoFactorChanges {
  setUp(signal: AbortSignal): Change;
  confirm(enrolmentId: string, code: string, signal: AbortSignal): Change;
  disable(signal: AbortSignal): Change;
  regenerate(signal: AbortSignal): Change;
  addPasskey(name: string | undefined, signal: AbortSignal): Change;
  renamePasskey(passkeyId: string, name: string, signal: AbortSignal): Change;
  removePasskey(passkeyId: string, signal: AbortSignal): Change;
  /** Drops what was begun. */
  forget(): void;
}

interface Registration {
  readonly options: PasskeyCreationOptions;
  readonly expiresAt: number;
}

const changed: TwoFactorEvent = { type: 'changed' };

export function createTwoFactorChanges({ auth, now, update }: TwoFactorChangesOptions): TwoFactorChanges {
  const deadlines = createDeadlines(now);
  let registration: Registration | undefined;

  const deadlineOf = ({ expiresAt, serverTime }: { expiresAt: Instant; serverTime: Instant }): number => {
    deadlines.learn(serverTime);
    return deadlines.of(expiresAt) ?? now();
  };
  const keepIssued = (codes: readonly string[], at: Instant): TwoFactorEvent => {
    update(() => ({ totp: 'active', backupCodes: { remaining: codes.length, generatedAt: at } }));
    return { type: 'codesIssued', backupCodes: codes };
  };
  const begunRegistration = async (signal: AbortSignal): Promise<Registration> => {
    if (registration !== undefined && now() < registration.expiresAt) return registration;
    const answer = await auth.beginPasskeyRegistration.mutate({}, { signal });
    const { data } = usableAnswer('auth.beginPasskeyRegistration', answer);
    return { options: data.options, expiresAt: deadlineOf(data) };
  };

  return {
    async setUp(signal) {
      const answer = await auth.beginTotpEnrolment.mutate({}, { signal });
      const { data } = usableAnswer('auth.beginTotpEnrolment', answer);
      const { enrolmentId, secret, otpauthUri, attemptsRemaining } = data;
      const enrolment = { enrolmentId, secret, otpauthUri, attemptsRemaining, expiresAt: deadlineOf(data) };
      return { type: 'begun', enrolment };
    },
    async confirm(enrolmentId, code, signal) {
      const answer = await auth.confirmTotpEnrolment.mutate({ enrolmentId, code }, { signal });
      const { backupCodes, serverTime } = usableAnswer('auth.confirmTotpEnrolment', answer).data;
      return keepIssued(backupCodes, serverTime);
    },
    async disable(signal) {
      usableAnswer('auth.disableTwoFactor', await auth.disableTwoFactor.mutate({}, { signal }));
      update(() => ({ totp: 'inactive', backupCodes: { remaining: 0, generatedAt: null } }));
      return changed;
    },
    async regenerate(signal) {
      const answer = await auth.regenerateBackupCodes.mutate({}, { signal });
      const { backupCodes, serverTime } = usableAnswer('auth.regenerateBackupCodes', answer).data;
      return keepIssued(backupCodes, serverTime);
    },
    async addPasskey(name, signal) {
      const begun = await begunRegistration(signal);
      try {
        registration = undefined;
        const credential = await createPasskey(begun.options);
        signal.throwIfAborted();
        const answer = await auth.confirmPasskeyRegistration.mutate(
          { credential, ...(name !== undefined && { name }) },
          { signal },
        );
        const { passkey } = usableAnswer('auth.confirmPasskeyRegistration', answer).data;
        update(({ passkeys }) => ({ passkeys: [...passkeys.filter(({ id }) => id !== passkey.id), passkey] }));
        return changed;
      } catch (error) {
        // Its challenge was not used: the next try needs no other proof.
        if (error instanceof PasskeyCeremonyError) registration = begun;
        throw error;
      }
    },
    async renamePasskey(passkeyId, name, signal) {
      const answer = await auth.renamePasskey.mutate({ passkeyId, name }, { signal });
      const kept = usableAnswer('auth.renamePasskey', answer).data.name;
      update(({ passkeys }) => ({
        passkeys: passkeys.map((passkey) => (passkey.id === passkeyId ? { ...passkey, name: kept } : passkey)),
      }));
      return changed;
    },
    async removePasskey(passkeyId, signal) {
      usableAnswer('auth.removePasskey', await auth.removePasskey.mutate({ passkeyId }, { signal }));
      update(({ passkeys }) => ({ passkeys: passkeys.filter(({ id }) => id !== passkeyId) }));
      return changed;
    },
    forget() {
      registration = undefined;
    },
  };
}
