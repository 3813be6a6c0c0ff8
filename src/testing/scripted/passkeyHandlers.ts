/** Passkeys (C15, C18) for one account: any credential of the right form that answers an open challenge is accepted. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { Clock } from '../../contract/clock';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { policyPresets } from '../../contract/policy';
import type { SignedInUser } from '../../contract/session';
import type { ActionGuard } from './createActionGuard';
import type { CredentialChanges } from './createCredentialChanges';
import type { PasskeyStore } from './createPasskeyStore';
import type { SessionStore } from './createSessionStore';
import type { LiveAccount } from './LiveAccount';

export interface PasskeyHandlersInput {
  readonly store: SessionStore;
  readonly user: SignedInUser;
  readonly account: LiveAccount;
  readonly passkeys: PasskeyStore;
  readonly guard: ActionGuard;
  readonly credentials: CredentialChanges;
  readonly clock: Clock;
}

const { ttlMs: timeout } = policyPresets.consumer.passkey;
const actionType = 'security_settings';
const relyingParty = { id: 'localhost', name: 'Example' };
/** ES256, EdDSA, RS256 (RFC 9053). */
const algorithms = [-7, -8, -257];

export function passkeyHandlers(input: PasskeyHandlersInput): SessionSecurityHandlers {
  const { store, user, account, passkeys, guard, credentials, clock } = input;
  const requireAvailable = (): void => {
    if (account.maxPasskeys > 0) return;
    throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'passkeys_unavailable' });
  };
  const requireRoom = (): void => {
    if (passkeys.list().length < account.maxPasskeys) return;
    throw new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_limit' });
  };
  const serverTime = (): string => toIso(clock.now());

  return {
    'auth.beginPasskeyRegistration': (parameters) =>
      guard.run({
        actionType,
        parameters,
        isFresh: true,
        work() {
          requireAvailable();
          requireRoom();
          const { challenge, expiresAt } = passkeys.begin('registration');
          return {
            options: {
              challenge,
              rp: relyingParty,
              user: { id: 'c2NyaXB0ZWQ', name: account.email, displayName: user.displayName ?? account.email },
              pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
              timeout,
              attestation: 'none',
              authenticatorSelection: {
                residentKey: 'preferred',
                requireResidentKey: false,
                userVerification: 'required',
              },
              excludeCredentials: passkeys.descriptors(),
            },
            expiresAt,
            serverTime: serverTime(),
          };
        },
      }),
    'auth.confirmPasskeyRegistration': ({ credential, name = '' }) => {
      const own = store.requireOwn();
      requireAvailable();
      passkeys.answer('registration', credential.response.clientDataJSON);
      requireRoom();
      const passkey = passkeys.add(credential.id, cleanDeviceName(name) || (own?.deviceName ?? ''));
      credentials.announce();
      return { passkey };
    },
    'auth.renamePasskey': ({ passkeyId, name }) => {
      store.requireOwn();
      const cleaned = cleanDeviceName(name);
      if (cleaned === '') throw new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_name' });
      passkeys.rename(passkeys.require(passkeyId).id, cleaned);
      return { passkeyId, name: cleaned };
    },
    'auth.removePasskey': (parameters) =>
      guard.run({
        actionType,
        parameters,
        isFresh: true,
        work() {
          const { id } = passkeys.require(parameters.passkeyId);
          passkeys.remove(id);
          credentials.announce();
          return { removedId: id };
        },
      }),
    'auth.beginPasskeyAssertion': ({ actionType: action }) => {
      guard.permit(action);
      requireAvailable();
      if (passkeys.list().length === 0) throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'no_passkey' });
      const { challenge, expiresAt } = passkeys.begin(action);
      return {
        options: {
          challenge,
          rpId: relyingParty.id,
          timeout,
          userVerification: 'required',
          allowCredentials: passkeys.descriptors(),
        },
        actionType: action,
        expiresAt,
        serverTime: serverTime(),
      };
    },
  };
}
