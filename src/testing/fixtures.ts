/** Fixed, realistic data for tests and stories. The moment is 2026-11-21T09:00:00Z; see `createManualClock`. */
import { toIso } from '../contract/instant';
import type { Passkey } from '../contract/passkey';
import type { SessionInfo, SignedInUser } from '../contract/session';

const fixtureNow = Date.UTC(2026, 10, 21, 9);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const ago = (ms: number): string => toIso(fixtureNow - ms);

const base: SessionInfo = {
  id: 'ses_current',
  deviceName: 'Chrome on Windows',
  deviceType: 'desktop',
  browser: 'Chrome',
  os: 'Windows',
  ipAddress: '203.0.113.24',
  location: { city: 'Berlin', region: null, country: 'DE' },
  createdAt: ago(2 * day),
  lastActivityAt: ago(0),
  expiresAt: toIso(fixtureNow + day),
  isCurrent: false,
  isTrusted: false,
  signInMethod: 'password',
};

/**
 * One live session: Chrome on Windows in Berlin, two days old, active at the fixtures' moment, not the current one.
 * `overrides` replace whole fields. Give each its own `id`.
 */
export function sessionFixture(overrides: Partial<SessionInfo> = {}): SessionInfo {
  return { ...base, ...overrides };
}

/** Maya Lindqvist, signed in by password with the address that `contactHint` masks. */
export const userFixture: SignedInUser = {
  id: 'usr_maya',
  displayName: 'Maya Lindqvist',
  contactHint: 'm•••@example.com',
  roles: ['member'],
};

/** What a sign-in to the scripted back end takes. */
export interface ScriptedAccount {
  /** In lower case. */
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  readonly password: string;
  /** Six digits, those of every text. */
  readonly phoneCode: string;
  /** Six digits; `null` for an account without a second factor. */
  readonly secondFactorCode: string | null;
  /** Whether a code by text is a second factor too; it is `phoneCode`. */
  readonly textsCodes: boolean;
  /** Each counts once, beside a second factor: `XXXXX-XXXXX`. */
  readonly backupCodes: readonly string[];
  /** Whether an authenticator app can be set up and taken away here. */
  readonly canManageTotp: boolean;
  /** Six digits, those of every authenticator app that is set up here. */
  readonly authenticatorCode: string;
  /** Those that are there at the start; the `id` is the credential's too. */
  readonly passkeys: readonly Passkey[];
  /** 0 for a back end without passkeys. */
  readonly maxPasskeys: number;
  /** In lower case: addresses that belong to other accounts. */
  readonly takenEmails: readonly string[];
}

/** Maya's account: no second factor and no passkey. Every code is 123456: of the phone, and of an app that is set up. */
export const accountFixture: ScriptedAccount = {
  email: 'maya@example.com',
  phone: '+4915123456789',
  password: 'seven otters row home',
  phoneCode: '123456',
  secondFactorCode: null,
  textsCodes: false,
  backupCodes: [],
  canManageTotp: true,
  authenticatorCode: '123456',
  passkeys: [],
  maxPasskeys: 10,
  takenEmails: [],
};

/**
 * Five devices of one person, the current one first: `ses_current`, `ses_iphone`, `ses_macbook` (renamed, IPv6),
 * `ses_ipad` (by phone code) and `ses_tv` (no place, inactive for 34 days).
 */
export const sessionsFixture: readonly SessionInfo[] = [
  sessionFixture({ isCurrent: true, isTrusted: true, signInMethod: 'password_2fa' }),
  sessionFixture({
    id: 'ses_iphone',
    deviceName: 'Safari on iPhone',
    deviceType: 'mobile',
    browser: 'Safari',
    os: 'iOS',
    ipAddress: '198.51.100.7',
    location: { city: 'Hamburg', region: null, country: 'DE' },
    createdAt: ago(12 * day),
    lastActivityAt: ago(2 * minute),
    expiresAt: toIso(fixtureNow + day - 2 * minute),
    isTrusted: true,
    appVersion: '4.2.0',
  }),
  sessionFixture({
    id: 'ses_macbook',
    deviceName: 'Work MacBook',
    browser: 'Firefox',
    os: 'macOS',
    ipAddress: '2001:db8:4:12::9f',
    location: { city: 'Malmö', region: 'Skåne', country: 'SE' },
    createdAt: ago(26 * day),
    lastActivityAt: ago(5 * hour),
    expiresAt: toIso(fixtureNow + 4 * day),
  }),
  sessionFixture({
    id: 'ses_ipad',
    deviceName: 'Safari on iPad',
    deviceType: 'tablet',
    browser: 'Safari',
    os: 'iPadOS',
    ipAddress: '203.0.113.24',
    createdAt: ago(9 * day),
    lastActivityAt: ago(3 * day),
    expiresAt: toIso(fixtureNow + 21 * day),
    signInMethod: 'phone_otp',
  }),
  sessionFixture({
    id: 'ses_tv',
    deviceName: 'Samsung TV',
    deviceType: 'tv',
    browser: 'Samsung Internet',
    os: 'Tizen',
    ipAddress: '192.0.2.66',
    location: null,
    createdAt: ago(48 * day),
    lastActivityAt: ago(34 * day),
    expiresAt: toIso(fixtureNow + hour),
  }),
];

const devices = [
  ['Chrome on Windows', 'desktop', 'Chrome', 'Windows'],
  ['Safari on iPhone', 'mobile', 'Safari', 'iOS'],
  ['Firefox on Linux', 'desktop', 'Firefox', 'Linux'],
  ['Edge on Windows', 'desktop', 'Edge', 'Windows'],
  ['Chrome on Android', 'mobile', 'Chrome', 'Android'],
  ['Safari on iPad', 'tablet', 'Safari', 'iPadOS'],
] as const;

const places = [
  ['Berlin', 'DE'],
  ['Lyon', 'FR'],
  ['Osaka', 'JP'],
  ['Porto', 'PT'],
  ['Toronto', 'CA'],
] as const;

/**
 * `count` sessions for long lists: devices and places vary, ids are `ses_00000` and on, each was active seven minutes
 * before the one above it. The same every time; the first one is the current one.
 */
export function manySessions(count: number): readonly SessionInfo[] {
  return Array.from({ length: count }, (_, index) => {
    const [deviceName, deviceType, browser, os] = devices[index % devices.length] ?? devices[0];
    const [city, country] = places[index % places.length] ?? places[0];
    return sessionFixture({
      id: `ses_${String(index).padStart(5, '0')}`,
      deviceName,
      deviceType,
      browser,
      os,
      ipAddress: `198.51.${Math.floor(index / 250) % 250}.${index % 250}`,
      location: { city, region: null, country },
      createdAt: ago(30 * day + index * minute),
      lastActivityAt: ago(index * 7 * minute),
      isCurrent: index === 0,
      isTrusted: index % 3 === 0,
    });
  });
}
