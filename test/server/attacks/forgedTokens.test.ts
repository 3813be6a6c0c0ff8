/**
 * The attack: present a JWT that the server never minted, or that it minted for something else (R53–R56, T27, T28; the
 * cases follow Wycheproof's JWS vectors and RFC 8725). Every one must be answered like an expired token, and a session
 * must come of none.
 */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ada, bob } from '../../support/server/accounts';
import { bearerPage } from '../../support/server/bearer';
import { appOrigin } from '../../support/server/createBrowser';
import { createTestServer, type TestServer } from '../../support/server/createTestServer';

const { privateKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 5 + 3));
const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

let test: TestServer;
let claims: Readonly<Record<'sid' | 'iss' | 'aud' | 'sub' | 'jti' | 'iat' | 'nbf' | 'exp', unknown>>;
beforeAll(async () => {
  test = await createTestServer({
    transport: 'bearer',
    accessToken: {
      keys: [
        {
          kid: 'ed',
          algorithm: 'EdDSA',
          privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        },
        { kid: 'hs', algorithm: 'HS256', secret: secret.toString('base64') },
      ],
    },
  });
});
beforeEach(async () => {
  await test.reset();
  await test.server.users.createUser(ada);
  const { data } = await bearerPage(test.browser()).signIn();
  const now = Math.floor(test.clock.now() / 1000);
  claims = {
    sid: data['sessionId'],
    iss: appOrigin,
    aud: appOrigin,
    sub: ada.id,
    jti: 'AAAAAAAAAAAAAAAAAAAAAA',
    iat: now,
    nbf: now,
    exp: now + 900,
  };
});
afterAll(() => test.close());

const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'ed' };
const encode = (json: unknown): string =>
  Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('base64url');
const signed = (head: unknown, body: unknown, signature: (input: string) => Buffer): string => {
  const input = `${encode(head)}.${encode(body)}`;
  return `${input}.${signature(input).toString('base64url')}`;
};
const byEd = (key: KeyObject) => (input: string) => sign(null, Buffer.from(input), key);
const byHmac = (key: Buffer | string) => (input: string) => createHmac('sha256', key).update(input).digest();
const byRsa = (input: string) => sign('sha256', Buffer.from(input), rsa.privateKey);
const ours = byEd(privateKey);
const jwkOf = (key: KeyObject) => createPublicKey(key).export({ format: 'jwk' });

const call = (token: string) =>
  test.browser().call('session.getStatus', undefined, { authorization: `Bearer ${token}` });
const outcome = async (token: string) => {
  const { status, error } = await call(token);
  return status === 200 ? 'let in' : `${String(status)} ${String(error?.errorCode)} ${String(error?.reason)}`;
};
const refused = '401 UNAUTHENTICATED access_token';

/** Seconds from now for the claims of a time. */
const at = (offset: number) => Math.floor(test.clock.now() / 1000) + offset;

it('a token that is made as ours is let in, so what follows is refused for what it says', async () => {
  expect(await outcome(signed(header, claims, ours))).toBe('let in');
  expect(await outcome(signed({ ...header, alg: 'HS256', kid: 'hs' }, claims, byHmac(secret)))).toBe('let in');
});

const forgeries: Readonly<Record<string, () => string>> = {
  'no algorithm, no signature': () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
  'no algorithm in other letters': () => `${encode({ ...header, alg: 'nOnE' })}.${encode(claims)}.`,
  'no algorithm, with a signature': () => signed({ ...header, alg: 'none' }, claims, ours),
  'no signature': () => `${encode(header)}.${encode(claims)}.`,
  'a missing third part': () => `${encode(header)}.${encode(claims)}`,
  'a fourth part': () => `${signed(header, claims, ours)}.AA`,
  'five parts, as an encrypted one': () => `${signed(header, claims, ours)}.AA.AA`,
  'no algorithm named': () => signed({ typ: 'at+jwt', kid: 'ed' }, claims, ours),
  'HMAC with our public key as its secret': () => signed({ ...header, alg: 'HS256' }, claims, byHmac(publicPem)),
  'HMAC with the bytes of our public key': () =>
    signed({ ...header, alg: 'HS256' }, claims, byHmac(Buffer.from(jwkOf(privateKey).x ?? '', 'base64url'))),
  'HMAC under the name of the Ed25519 key, with the real secret': () =>
    signed({ ...header, alg: 'HS256' }, claims, byHmac(secret)),
  'Ed25519 under the name of the HMAC key': () => signed({ ...header, kid: 'hs' }, claims, ours),
  'HMAC with an empty secret': () => signed({ ...header, alg: 'HS256', kid: 'hs' }, claims, byHmac('')),
  'HMAC with a well known secret': () =>
    signed({ ...header, alg: 'HS256', kid: 'hs' }, claims, byHmac('your-256-bit-secret')),
  'another HMAC': () =>
    signed({ ...header, alg: 'HS512', kid: 'hs' }, claims, (input) =>
      createHmac('sha512', secret).update(input).digest(),
    ),
  RSA: () => signed({ ...header, alg: 'RS256' }, claims, byRsa),
  'a stranger’s key': () => signed(header, claims, byEd(stranger.privateKey)),
  'a stranger’s key in `jwk`': () =>
    signed({ ...header, jwk: jwkOf(stranger.privateKey) }, claims, byEd(stranger.privateKey)),
  'our own key in `jwk`': () => signed({ ...header, jwk: jwkOf(privateKey) }, claims, ours),
  '`jku`': () => signed({ ...header, jku: 'https://evil.example/keys.json' }, claims, ours),
  '`x5u`': () => signed({ ...header, x5u: 'https://evil.example/cert.pem' }, claims, ours),
  '`x5c`': () => signed({ ...header, x5c: ['MIIB'] }, claims, ours),
  '`crit` with what nobody knows': () => signed({ ...header, crit: ['exp2'], exp2: 1 }, claims, ours),
  '`crit`, empty': () => signed({ ...header, crit: [] }, claims, ours),
  '`b64`': () => signed({ ...header, b64: false, crit: ['b64'] }, claims, ours),
  '`zip`': () => signed({ ...header, zip: 'DEF' }, claims, ours),
  'a name of a key that is not ours': () => signed({ ...header, kid: 'other' }, claims, ours),
  'a path for a key': () => signed({ ...header, kid: '../../../../dev/null' }, claims, byHmac('')),
  'SQL for a key': () => signed({ ...header, kid: "' OR 1=1 --" }, claims, ours),
  'a property of all objects for a key': () => signed({ ...header, kid: '__proto__' }, claims, ours),
  'no key named': () => signed({ alg: 'EdDSA', typ: 'at+jwt' }, claims, ours),
  'a list for a key': () => signed({ ...header, kid: ['ed'] }, claims, ours),
  'the type of any JWT': () => signed({ ...header, typ: 'JWT' }, claims, ours),
  'the type of a refresh token': () => signed({ ...header, typ: 'rt+jwt' }, claims, ours),
  'the type of a step-up token': () => signed({ ...header, typ: 'step-up+jwt' }, claims, ours),
  'the type of a challenge': () => signed({ ...header, typ: 'challenge+jwt' }, claims, ours),
  'the type of a logout token': () => signed({ ...header, typ: 'logout+jwt' }, claims, ours),
  'no type': () => signed({ alg: 'EdDSA', kid: 'ed' }, claims, ours),
  'a header with a key twice': () => signed('{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"ed"}', claims, ours),
  'a header that is no object': () => signed('"EdDSA"', claims, ours),
  'a header that is no JSON': () => signed('{alg:EdDSA}', claims, ours),
  'claims with a key twice': () =>
    signed(header, JSON.stringify(claims).replace('"sub":', `"sub":"${bob.id}","sub":`), ours),
  'claims with blanks': () => signed(header, JSON.stringify(claims, null, 1), ours),
  'claims that are a list': () => signed(header, JSON.stringify([claims]), ours),
  'claims that are nothing': () => signed(header, 'null', ours),
  'claims that are not UTF-8': () => {
    const input = `${encode(header)}.${Buffer.from([0xff, 0xfe]).toString('base64url')}`;
    return `${input}.${ours(input).toString('base64url')}`;
  },
  'other claims under a right signature': () => {
    const [head = '', , signature = ''] = signed(header, claims, ours).split('.');
    return `${head}.${encode({ ...claims, sub: bob.id })}.${signature}`;
  },
  'a changed signature': () => {
    const [head = '', body = '', signature = ''] = signed(header, claims, ours).split('.');
    return `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  },
  'a signature that is cut': () => signed(header, claims, ours).slice(0, -4),
  padding: () => `${signed(header, claims, ours)}==`,
  'the alphabet of plain base64': () => {
    const [head = '', body = ''] = signed(header, claims, ours).split('.');
    return `${head}.${body}.${ours(`${head}.${body}`).toString('base64')}`;
  },
  'stray bits at the end': () => {
    const token = signed(header, claims, ours);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.at(-1) ?? '') + 1] ?? 'B');
  },
  'blanks inside': () => signed(header, claims, ours).replace('.', ' .'),
  'eight kilobytes': () => signed(header, { ...claims, more: 'x'.repeat(6000) }, ours),
  'a nested bomb': () => signed(header, `${'['.repeat(1000)}${']'.repeat(1000)}`, ours),
  'nothing at all': () => '',
  'dots only': () => '..',
  'no issuer': () => signed(header, { ...claims, iss: undefined }, ours),
  'another issuer': () => signed(header, { ...claims, iss: 'https://evil.example' }, ours),
  'an issuer that begins like ours': () => signed(header, { ...claims, iss: `${appOrigin}.evil.example` }, ours),
  'no audience': () => signed(header, { ...claims, aud: undefined }, ours),
  'another audience': () => signed(header, { ...claims, aud: 'https://other.example' }, ours),
  'our audience among others': () => signed(header, { ...claims, aud: [appOrigin, 'https://other.example'] }, ours),
  'no subject': () => signed(header, { ...claims, sub: undefined }, ours),
  'somebody else with this session': () => signed(header, { ...claims, sub: bob.id }, ours),
  'a subject that is no text': () => signed(header, { ...claims, sub: { $ne: '' } }, ours),
  'no session': () => signed(header, { ...claims, sid: undefined }, ours),
  'a session that is no text': () => signed(header, { ...claims, sid: ['x'] }, ours),
  'a session that never was': () => signed(header, { ...claims, sid: 'ses_unknown' }, ours),
  'no end': () => signed(header, { ...claims, exp: undefined }, ours),
  'an end in words': () => signed(header, { ...claims, exp: 'never' }, ours),
  'an end 61 seconds ago': () => signed(header, { ...claims, iat: at(-900), nbf: at(-900), exp: at(-61) }, ours),
  'an end 12 hours ago': () => signed(header, { ...claims, iat: at(-44_100), exp: at(-43_200) }, ours),
  'a beginning in 61 seconds': () => signed(header, { ...claims, nbf: at(61) }, ours),
  'no beginning': () => signed(header, { ...claims, nbf: undefined }, ours),
  'minted in the future': () => signed(header, { ...claims, iat: at(61) }, ours),
  'minted a day ago with an end in a year': () =>
    signed(header, { ...claims, iat: at(-86_400), exp: at(31_536_000) }, ours),
  'no time of minting': () => signed(header, { ...claims, iat: undefined }, ours),
};

describe('a forged access token', () => {
  it.each(Object.keys(forgeries))('is refused like an expired one: %s', async (name) => {
    const token = forgeries[name]?.() ?? '';
    expect(await outcome(token)).toBe(refused);
  });

  it('is refused at a host’s own routes alike', async () => {
    for (const name of ['no algorithm, no signature', 'HMAC with our public key as its secret', 'another audience']) {
      const headers = { authorization: `Bearer ${forgeries[name]?.() ?? ''}` };
      await expect(test.server.authenticate(new Request(`${appOrigin}/x`, { headers }))).rejects.toMatchObject({
        errorCode: 'UNAUTHENTICATED',
        reason: 'access_token',
      });
    }
  });

  it('ends no session by signing out', async () => {
    const authorization = `Bearer ${signed(header, claims, byEd(stranger.privateKey))}`;
    expect((await test.browser().call('auth.signOut', {}, { authorization })).status).toBe(200);
    expect(await outcome(signed(header, claims, ours))).toBe('let in');
  });
});

describe('the clock’s tolerance', () => {
  it('is a minute: 59 seconds late or early pass (R55)', async () => {
    expect(await outcome(signed(header, { ...claims, iat: at(-900), exp: at(-59) }, ours))).toBe('let in');
    expect(await outcome(signed(header, { ...claims, iat: at(59), nbf: at(59) }, ours))).toBe('let in');
  });

  it('is half a minute in `strict`', async () => {
    const strict = test.variant({ policy: { preset: 'strict' } });
    const late = { authorization: `Bearer ${signed(header, { ...claims, iat: at(-300), exp: at(-31) }, ours)}` };
    expect((await strict.browser().call('session.getStatus', undefined, late)).status).toBe(401);
  });
});
