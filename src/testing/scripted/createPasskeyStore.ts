/** Passkeys of one user in memory, and the challenges of their ceremonies. No signature is looked at: a script holds no keys. */
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { Passkey, PasskeyDescriptor } from '../../contract/passkey';
import { policyPresets } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { CredentialChanges } from './createCredentialChanges';
import type { LiveAccount } from './LiveAccount';

type Purpose = 'registration' | SensitiveActionType;

export interface PasskeyStore {
  list(): readonly Passkey[];
  descriptors(): readonly PasskeyDescriptor[];
  /** @throws {SessionSecurityError} `INVALID_REQUEST` (reason `passkey_not_found`) */
  require(id: string): Passkey;
  /** @throws {SessionSecurityError} `INVALID_CREDENTIALS` (reason `passkey_known`) */
  add(credentialId: string, name: string): Passkey;
  rename(id: string, name: string): void;
  remove(id: string): void;
  begin(purpose: Purpose): { readonly challenge: string; readonly expiresAt: string };
  /**
   * Uses up the challenge that the client data names.
   *
   * @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`, `INVALID_CREDENTIALS` (reason
   * `passkey_malformed`)
   */
  answer(purpose: Purpose, clientDataJSON: string): void;
  /** An assertion by this credential. `false` for one that is not the user's. */
  use(credentialId: string): boolean;
}

interface Challenge {
  readonly purpose: Purpose;
  readonly expiresAt: number;
  isUsed: boolean;
}

const types = { registration: 'webauthn.create', assertion: 'webauthn.get' } as const;

export function createPasskeyStore(account: LiveAccount, clock: Clock, credentials: CredentialChanges): PasskeyStore {
  const challenges = new Map<string, Challenge>();
  /** By the handle; those that were there from the start have it as their credential id too. */
  let known = account.passkeys.map((passkey) => ({ passkey, credentialId: passkey.id }));
  let count = 0;
  credentials.onChange(() => {
    for (const challenge of challenges.values()) if (clock.now() < challenge.expiresAt) challenge.isUsed = true;
  });
  const change = (id: string, changes: Partial<Passkey>): void => {
    known = known.map((each) =>
      each.passkey.id === id ? { ...each, passkey: { ...each.passkey, ...changes } } : each,
    );
  };

  return {
    list: () => known.map(({ passkey }) => passkey),
    descriptors: () => known.map(({ credentialId }) => ({ type: 'public-key', id: credentialId, transports: [] })),
    require(id) {
      const found = known.find(({ passkey }) => passkey.id === id);
      if (found === undefined) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_not_found' });
      return found.passkey;
    },
    add(credentialId, name) {
      if (known.some((each) => each.credentialId === credentialId)) {
        throw new SessionSecurityError('INVALID_CREDENTIALS', { reason: 'passkey_known' });
      }
      const id = `pky_${(count += 1)}`;
      const passkey = { id, name, isSynced: false, createdAt: toIso(clock.now()), lastUsedAt: null };
      known = [...known, { passkey, credentialId }];
      return passkey;
    },
    rename: (id, name) => change(id, { name }),
    remove(id) {
      known = known.filter(({ passkey }) => passkey.id !== id);
    },
    begin(purpose) {
      // 32 bytes in base64url, whose last letter has two bits to spare: browsers write them as zeros.
      const challenge = String(challenges.size + 1).padEnd(43, 'A');
      const expiresAt = clock.now() + policyPresets.consumer.passkey.ttlMs;
      challenges.set(challenge, { purpose, expiresAt, isUsed: false });
      return { challenge, expiresAt: toIso(expiresAt) };
    },
    answer(purpose, clientDataJSON) {
      const { type, challenge } = readClientData(clientDataJSON);
      if (type !== types[purpose === 'registration' ? purpose : 'assertion'] || typeof challenge !== 'string') {
        throw new SessionSecurityError('INVALID_CREDENTIALS', { reason: 'passkey_malformed' });
      }
      const found = challenges.get(challenge);
      if (found === undefined || found.isUsed || found.purpose !== purpose) {
        throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
      }
      if (clock.now() >= found.expiresAt) throw new SessionSecurityError('CHALLENGE_EXPIRED');
      found.isUsed = true;
    },
    use(credentialId) {
      const found = known.find((each) => each.credentialId === credentialId);
      if (found !== undefined) change(found.passkey.id, { lastUsedAt: toIso(clock.now()) });
      return found !== undefined;
    },
  };
}

function readClientData(base64url: string): { readonly type?: unknown; readonly challenge?: unknown } {
  try {
    const value: unknown = JSON.parse(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
