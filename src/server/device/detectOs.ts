/**
 * The operating system and its version. User agents froze most versions years ago; a version that is not known to be
 * true is left out, because a wrong one makes people doubt that the device is theirs.
 */
import type { DetectedDevice } from './DetectedDevice';
import type { ClientHints } from './clientHints';
import type { Product } from './detectProduct';

/** A map, like the other tables that headers look things up in: an object would also find `__proto__`. */
const hintedNames: ReadonlyMap<string, string> = new Map([
  ['Android', 'Android'],
  ['Chrome OS', 'Chrome OS'],
  ['Chromium OS', 'Chrome OS'],
  ['Linux', 'Linux'],
  ['Windows', 'Windows'],
  ['iOS', 'iOS'],
  ['macOS', 'macOS'],
]);

interface OsReadings {
  readonly userAgent: string;
  readonly hints: ClientHints;
  readonly product: Product | null;
  readonly name: string;
  readonly version: string | undefined;
}

export function detectOs({
  userAgent,
  hints,
  product,
  name,
  version,
}: OsReadings): Pick<DetectedDevice, 'os' | 'osVersion'> {
  const hinted = hintedNames.get(hints.platform ?? '');
  if (hinted !== undefined) return { os: hinted, osVersion: hintedVersion(hinted, hints.platformVersion) };
  if (product?.name === 'iPad') return iPadOs(userAgent, version);
  if (product?.os !== undefined) return { os: product.os, osVersion: null };
  if (name === '') return { os: null, osVersion: null };
  return { os: name, osVersion: trueVersion(name, version ?? '', userAgent) };
}

/** Windows 11 reports 13 and above, Windows 10 1 to 10, older ones 0. */
function hintedVersion(os: string, version: string | null): string | null {
  if (version === null || !/^\d[\d.]{0,31}$/u.test(version)) return null;
  if (os !== 'Windows') return version;
  const major = Number.parseInt(version, 10);
  if (major >= 13) return '11';
  return major >= 1 ? '10' : null;
}

/** Before version 13 iPads ran iOS. One that asks for desktop pages hides its version behind macOS 10.15. */
function iPadOs(userAgent: string, version: string | undefined): Pick<DetectedDevice, 'os' | 'osVersion'> {
  if (userAgent.includes('Macintosh')) return { os: 'iPadOS', osVersion: null };
  const osVersion = trueVersion('iOS', version ?? '', userAgent);
  const major = Number.parseInt(osVersion ?? '', 10);
  return { os: major < 13 ? 'iOS' : 'iPadOS', osVersion };
}

const windowsVersions: ReadonlyMap<string, string> = new Map([
  ['NT 5.1', 'XP'],
  ['NT 6.0', 'Vista'],
  ['NT 6.1', '7'],
  ['NT 6.2', '8'],
  ['NT 6.3', '8.1'],
]);

/** A version that is frozen in the user agent says nothing, and "macOS 10.15" would be wrong for most of its users. */
function trueVersion(os: string, version: string, userAgent: string): string | null {
  if (os === 'Windows') return windowsVersions.get(version) ?? null;
  if (os === 'macOS' && /^10\.15(?:\.7)?$/u.test(version)) return null;
  if (os === 'Android' && userAgent.includes('Android 10; K)')) return null;
  if (os === 'iOS') {
    // Safari 26 froze the system's number at 18; since then the two carry the same one.
    const safari = /\bVersion\/(\d+[\d.]*)/u.exec(userAgent)?.[1] ?? '';
    if (Number.parseInt(safari, 10) >= 26) return safari;
  }
  return /^\d[\d.]{0,31}$/u.exec(version)?.[0] ?? null;
}
