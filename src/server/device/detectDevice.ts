/**
 * A user agent and its client hints, read. bowser knows the browsers; what it leaves out is here: TVs, consoles and
 * cars, iPads that say Macintosh, frozen version numbers, in-app browsers.
 */
import Bowser from 'bowser';
import { cleanDeviceName } from '../../contract/deviceName';
import type { DeviceType } from '../../contract/session';
import type { ClientHints } from './clientHints';
import { type DetectedDevice, unknownDevice } from './DetectedDevice';
import { detectClient } from './detectClient';
import { detectOs } from './detectOs';
import { detectProduct, type Product } from './detectProduct';

/** `userAgent` must be bounded by the caller: bowser's patterns are only harmless on short text. */
export function detectDevice(userAgent: string, hints: ClientHints): DetectedDevice {
  if (userAgent === '' && hints.platform === null) return unknownDevice;
  const client = detectClient(userAgent);
  if (client !== null) return { ...unknownDevice, ...client };

  // bowser throws on an empty user agent, which may still come with hints.
  const parser = Bowser.getParser(userAgent || '-', true, { brands: [...hints.brands] });
  const product = detectProduct(userAgent);
  const os = detectOs({ userAgent, hints, product, name: parser.getOSName(), version: parser.getOSVersion() });
  return {
    ...browserOf(userAgent, parser.getBrowserName(), parser.getBrowserVersion()),
    ...os,
    type: typeOf({ userAgent, hints, product, os: os.os, type: parser.getPlatformType() }),
    model: hints.model ?? product?.model ?? androidModel(userAgent),
    product: product?.name ?? null,
    kind: 'browser',
  };
}

/** In-app browsers and such, which look like the engine they are built on. */
const embedded: readonly (readonly [RegExp, string])[] = [
  [/\bHeadlessChrome\/([\d.]+)/u, 'Headless Chrome'],
  [/\bOculusBrowser\/([\d.]+)/u, 'Meta Quest Browser'],
  [/\bInstagram ([\d.]+)/u, 'Instagram'],
  [/\bFB(?:AN|_IAB)\/.*?FBAV\/([\d.]+)|\bFBAN\//u, 'Facebook'],
  [/\b(?:musical_ly|TikTok|BytedanceWebview)[_/]([\d.]+)?/u, 'TikTok'],
  [/\bSnapchat\/([\d.]+)/u, 'Snapchat'],
  [/\bLinkedInApp\]?\/?([\d.]+)?/u, 'LinkedIn'],
  [/\bLine\/([\d.]+)/u, 'LINE'],
];

/** bowser's names where people use shorter ones. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['Microsoft Edge', 'Edge'],
  ['Samsung Internet for Android', 'Samsung Internet'],
]);

function browserOf(
  userAgent: string,
  name: string,
  version: string | undefined,
): Pick<DetectedDevice, 'browser' | 'browserVersion'> {
  for (const [pattern, browser] of embedded) {
    const match = pattern.exec(userAgent);
    if (match !== null) return { browser, browserVersion: match[1] ?? null };
  }
  // For an unheard-of product bowser repeats the client's own first words, so they must look like a product's name.
  const isName = (userAgent.startsWith(name) ? /^[A-Za-z][\w.+-]{0,31}$/u : /^[A-Za-z][\w .-]{0,39}$/u).test(name);
  if (!isName) return { browser: null, browserVersion: null };
  return { browser: shortNames.get(name) ?? name, browserVersion: /^\d[\w.]{0,31}$/u.exec(version ?? '')?.[0] ?? null };
}

interface TypeReadings {
  readonly userAgent: string;
  readonly hints: ClientHints;
  readonly product: Product | null;
  readonly os: string | null;
  readonly type: string;
}

function typeOf({ userAgent, hints, product, os, type }: TypeReadings): DeviceType {
  if (product?.type !== undefined) return product.type;
  const hinted = hintedType(hints);
  if (hinted !== null) return hinted;
  if (/\(PC; OpenHarmony/u.test(userAgent) || os === 'Chrome OS') return 'desktop';
  // bowser takes these makers' tablets for phones.
  if (type === 'mobile' && /huawei|nokia/iu.test(userAgent) && !/mobi|phone/iu.test(userAgent)) return 'tablet';
  switch (type) {
    case 'desktop':
    case 'mobile':
    case 'tablet':
    case 'tv':
      return type;
    default:
      return 'unknown';
  }
}

/** Chromium on Android: `Sec-CH-UA-Mobile` stays `?0` on tablets, and for phones in desktop mode. */
function hintedType({ formFactors, isMobile, platform }: ClientHints): DeviceType | null {
  if (formFactors.includes('TV')) return 'tv';
  if (formFactors.includes('Tablet')) return 'tablet';
  if (formFactors.includes('Mobile')) return 'mobile';
  if (platform === 'Android' && isMobile !== null) return isMobile ? 'mobile' : 'tablet';
  return formFactors.includes('Desktop') ? 'desktop' : null;
}

/** `Pixel 8` in `(Linux; Android 14; Pixel 8 Build/…)`. Chrome's reduced user agent says `K`, Firefox the type. */
function androidModel(userAgent: string): string | null {
  const found = /Android [\d.]{1,16}; (?:[a-z]{2}-[A-Za-z]{2}; )?([^;()]{2,64})/u.exec(userAgent)?.[1] ?? '';
  const model = cleanDeviceName(found.replace(/ Build\/.*$/u, '').replace(/^SAMSUNG /u, ''));
  return model === '' || /^(?:Mobile|Tablet|TV|wv)$/u.test(model) ? null : model;
}
