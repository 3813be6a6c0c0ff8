/**
 * Access tokens of the bearer transport (V4): JWTs signed with one of our keys, 15 minutes by default. A token says who
 * and which session; whether that session still lives is looked up every time (`authenticate`), so that a revocation holds
 * from the next request on (R25). Refresh, step-up and challenge secrets are opaque and never pass here (R54).
 */
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import type { Clock } from '../../contract/clock';
import type { SessionSecurityPolicy } from '../../contract/policy';
import type { AccessTokenKeys } from '../crypto/accessTokenKeys';
import { createHandle } from '../crypto/secretHash';
import type { RandomPort } from '../ports/random';

export interface AccessTokensOptions {
  readonly keys: AccessTokenKeys;
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly random: RandomPort;
  readonly policy: SessionSecurityPolicy;
}

/** Whom a token speaks for. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
}

export interface ValidAccessToken extends TokenSubject {
  /** Epoch milliseconds, to the second. */
  readonly issuedAt: number;
}

export interface AccessTokens {
  /** `endsAt`: the session's absolute end, epoch milliseconds. No token outlives it (R58). `expiresIn` in seconds. */
  mint(subject: TokenSubject, endsAt: number): Promise<{ readonly accessToken: string; readonly expiresIn: number }>;
  /** `null` for anything but a token of ours that is valid now. Says nothing about the session. */
  validate(token: string): Promise<ValidAccessToken | null>;
}

const type = 'at+jwt';
/** Ours have some 500 characters. */
const maxLength = 4096;
const headerNames: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { keys, issuer, audience, clock, random, policy } = options;
  const { ttlMs, leewayMs } = policy.accessToken;

  /** The key is chosen by name among ours, and its algorithm must be the one it was made for (RFC 8725 §3.1). */
  function keyFor(header: JWTHeaderParameters) {
    const found = keys.verifying.get(header.kid ?? '');
    // `jwk`, `jku`, `x5u`, `crit` and whatever comes next: a token of ours has none of them.
    const isOurs = Object.keys(header).every((name) => headerNames.has(name));
    if (!isOurs || found === undefined || found.algorithm !== header.alg) {
      throw new TypeError('react-session-security: an access token names no key of ours, so it was refused.');
    }
    return found.key;
  }

  return {
    async mint({ userId, sessionId }, endsAt) {
      const now = clock.now();
      const issuedAt = Math.floor(now / 1000);
      const expiresAt = Math.floor(Math.min(now + ttlMs, endsAt) / 1000);
      const { kid, algorithm, key } = keys.signing;
      const accessToken = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm, typ: type, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(createHandle(random))
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { accessToken, expiresIn: Math.max(0, Math.floor(expiresAt - now / 1000)) };
    },

    async validate(token) {
      if (!isCanonical(token)) return null;
      try {
        const { payload } = await jwtVerify(token, keyFor, {
          algorithms: [...keys.algorithms],
          typ: type,
          issuer,
          audience,
          requiredClaims: ['sub', 'sid', 'jti', 'nbf', 'exp'],
          currentDate: new Date(clock.now()),
          clockTolerance: leewayMs / 1000,
          maxTokenAge: ttlMs / 1000,
        });
        const { sub, sid, aud, iat } = payload;
        if (typeof sub !== 'string' || typeof sid !== 'string' || typeof aud !== 'string' || iat === undefined)
          return null;
        return { userId: sub, sessionId: sid, issuedAt: iat * 1000 };
      } catch {
        return null;
      }
    },
  };
}

/**
 * One spelling only: base64url without padding or stray bits, and JSON as `JSON.stringify` writes it, which has no key
 * twice (ASVS 9.2, T50). So a token can't be changed into another that is accepted too.
 */
function isCanonical(token: string): boolean {
  if (token.length > maxLength) return false;
  const parts = token.split('.');
  const [header = '', payload = ''] = parts;
  return parts.length === 3 && parts.every(isCanonicalBase64url) && isCanonicalJson(header) && isCanonicalJson(payload);
}

function isCanonicalBase64url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function isCanonicalJson(part: string): boolean {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
