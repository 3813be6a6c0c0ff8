/**
 * The keys of access tokens (R53, R56): each has one algorithm, fixed here and never read from a token. The first signs,
 * all verify, so a key is rotated by putting the next one in front and removing the old one when its tokens have expired.
 */
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

/** One key for access tokens. `kid` names it in the token: 1 to 64 letters, digits, "-" or "_". */
export type AccessTokenKey =
  | {
      readonly kid: string;
      readonly algorithm: 'EdDSA';
      /** Ed25519 as PKCS #8 in PEM (`openssl genpkey -algorithm ed25519`): signs and verifies. */
      readonly privateKey: string;
    }
  | {
      readonly kid: string;
      readonly algorithm: 'EdDSA';
      /** Ed25519 as SPKI in PEM: verifies only, so it can't stand first. */
      readonly publicKey: string;
    }
  | {
      readonly kid: string;
      readonly algorithm: 'HS256';
      /** 32 random bytes in base64 (`openssl rand -base64 32`). */
      readonly secret: string;
    };

export interface AccessTokenKeys {
  readonly signing: { readonly kid: string; readonly algorithm: string; readonly key: KeyObject };
  readonly algorithms: readonly string[];
  /** By `kid`. */
  readonly verifying: ReadonlyMap<string, { readonly algorithm: string; readonly key: KeyObject }>;
}

/** Without keys of the host's own, one that is derived from `encryptionKey`. @throws {TypeError} for keys that are unsafe. */
export function createAccessTokenKeys(
  keys: readonly AccessTokenKey[] | undefined,
  derivedSecret: Buffer,
): AccessTokenKeys {
  const pairs =
    keys === undefined
      ? [{ kid: 'derived', algorithm: 'HS256', ...bothOf(createSecretKey(derivedSecret)) }]
      : keys.map(pairOf);
  const [first] = pairs;
  if (first?.signing === undefined) {
    throw new TypeError(
      'react-session-security: the first of `accessToken.keys` can only verify, or there is none, so no token could be ' +
        'signed. Put a key with `privateKey` or `secret` first.',
    );
  }
  const verifying = new Map(pairs.map(({ kid, algorithm, key }) => [kid, { algorithm, key }]));
  if (verifying.size < pairs.length) {
    throw new TypeError(
      'react-session-security: two of `accessToken.keys` have the same `kid`, so a token would not say which one signed it. ' +
        'Give each its own.',
    );
  }
  return {
    signing: { kid: first.kid, algorithm: first.algorithm, key: first.signing },
    algorithms: [...new Set(pairs.map(({ algorithm }) => algorithm))],
    verifying,
  };
}

interface KeyPair {
  readonly kid: string;
  readonly algorithm: string;
  readonly signing: KeyObject | undefined;
  /** Verifies. */
  readonly key: KeyObject;
}

function pairOf(option: AccessTokenKey): KeyPair {
  const { algorithm } = option;
  const { kid }: { readonly kid: string } = option;
  if (typeof kid !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/u.test(kid)) {
    throw new TypeError(
      `react-session-security: the kid "${kid}" of an access token key can't be used. Use 1 to 64 letters, digits, "-" or "_".`,
    );
  }
  if (algorithm === 'HS256') return { kid, algorithm, ...bothOf(secretKeyOf(kid, option.secret)) };
  if (algorithm !== 'EdDSA') {
    throw new TypeError(
      `react-session-security: access token key "${kid}" has an algorithm that is not served. Use EdDSA or HS256.`,
    );
  }
  if ('privateKey' in option) {
    const signing = ed25519Of(kid, () => createPrivateKey(option.privateKey));
    return { kid, algorithm, signing, key: createPublicKey(signing) };
  }
  return { kid, algorithm, signing: undefined, key: ed25519Of(kid, () => createPublicKey(option.publicKey)) };
}

function bothOf(key: KeyObject) {
  return { signing: key, key };
}

/** A word or a short secret can be found offline from one token (RFC 8725 §3.5). */
function secretKeyOf(kid: string, secret: string): KeyObject {
  const bytes = Buffer.from(typeof secret === 'string' ? secret : '', 'base64');
  if (bytes.length < 32 || bytes.toString('base64') !== secret || new Set(bytes).size < 16) {
    throw new TypeError(
      `react-session-security: the secret of access token key "${kid}" is not 32 or more random bytes in base64, so tokens ` +
        'could be forged. Make one with `openssl rand -base64 32`.',
    );
  }
  return createSecretKey(bytes);
}

function ed25519Of(kid: string, read: () => KeyObject): KeyObject {
  const key = attempt(read);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new TypeError(
    `react-session-security: access token key "${kid}" is not an Ed25519 key in PEM. ` +
      'Make one with `openssl genpkey -algorithm ed25519`.',
  );
}

function attempt(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
