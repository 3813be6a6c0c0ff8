/**
 * An authenticator in software (WebAuthn L3 §6): it makes P-256 key pairs and signs with them, so that the server's
 * verification really verifies. What a hostile one would do differently is an option of each call.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
} from 'react-session-security/contract';
import { appOrigin } from './createBrowser';

export interface Ceremony {
  /** The page's origin, as the browser writes it. */
  readonly origin: string;
  readonly crossOrigin: boolean;
  readonly type: string;
  /** What the authenticator is told the relying party is. */
  readonly rpId: string;
  readonly challenge: string;
  readonly isUserPresent: boolean;
  readonly isUserVerified: boolean;
  readonly counter: number;
  /** Any change to the bytes before they are sent. */
  readonly tamper: (bytes: Buffer) => Buffer;
}

export interface Credential {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
  counter: number;
}

export interface AuthenticatorOptions {
  /** 0: it does not count, as synced passkeys don't. @default 1, and one more at each use */
  readonly counts?: boolean;
  /** @default false */
  readonly isSynced?: boolean;
}

export type SoftwareAuthenticator = ReturnType<typeof createSoftwareAuthenticator>;

export function createSoftwareAuthenticator({ counts = true, isSynced = false }: AuthenticatorOptions = {}) {
  const credentials: Credential[] = [];

  function authenticatorData({ rpId, isUserPresent, isUserVerified, counter }: Ceremony, attested?: Buffer): Buffer {
    const flags =
      (isUserPresent ? 0x01 : 0) |
      (isUserVerified ? 0x04 : 0) |
      (isSynced ? 0x18 : 0) |
      (attested === undefined ? 0 : 0x40);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  const clientData = ({ type, challenge, origin, crossOrigin }: Ceremony): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));

  return {
    credentials,

    /** `navigator.credentials.create()`. */
    create(options: PasskeyCreationOptions, changes: Partial<Ceremony> = {}): PasskeyAttestation {
      const ceremony: Ceremony = {
        ...honest(options.challenge, options.rp.id),
        type: 'webauthn.create',
        counter: counts ? 1 : 0,
        ...changes,
      };
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const credentialId = randomBytes(32);
      const credential = {
        id: credentialId.toString('base64url'),
        privateKey,
        userHandle: options.user.id,
        counter: ceremony.counter,
      };
      credentials.push(credential);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(authenticatorData(ceremony, attested)),
      ]);
      return {
        id: credential.id,
        rawId: credential.id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData(ceremony).toString('base64url'),
          attestationObject: ceremony.tamper(attestationObject).toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    /** `navigator.credentials.get()`, with the newest credential that may answer. */
    get(options: PasskeyRequestOptions, changes: Partial<Ceremony> & { as?: Credential } = {}): PasskeyAssertion {
      const allowed = new Set(options.allowCredentials.map(({ id }) => id));
      const credential = changes.as ?? credentials.findLast(({ id }) => allowed.has(id));
      if (credential === undefined) throw new Error('No credential of this authenticator may answer.');
      if (counts) credential.counter += 1;
      const ceremony: Ceremony = {
        ...honest(options.challenge, options.rpId),
        type: 'webauthn.get',
        counter: credential.counter,
        ...changes,
      };
      const data = authenticatorData(ceremony);
      const client = clientData(ceremony);
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), credential.privateKey);
      return {
        id: credential.id,
        rawId: credential.id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: ceremony.tamper(signature).toString('base64url'),
          userHandle: credential.userHandle,
        },
      };
    },
  };
}

const honest = (challenge: string, rpId: string) => ({
  origin: appOrigin,
  crossOrigin: false,
  rpId,
  challenge,
  isUserPresent: true,
  isUserVerified: true,
  tamper: (bytes: Buffer) => bytes,
});

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** COSE_Key (RFC 9053 §7.1): EC2, ES256, P-256, x, y. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinate = (value: string) => cborBytes(Buffer.from(value, 'base64url'));
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    coordinate(x),
    Buffer.from([0x22]),
    coordinate(y),
  ]);
}

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

/** Byte string (RFC 8949 §3.1) of up to 65,535 bytes. */
function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
