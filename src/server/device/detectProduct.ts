/**
 * Things with a name of their own. Their user agents say Linux, Android or Windows and often neither "Mobile" nor
 * "TV", so that a browser list takes them for desktops or tablets.
 */
import type { DeviceType } from '../../contract/session';

export interface Product {
  readonly name: string;
  readonly type?: DeviceType;
  readonly os?: string;
  readonly model?: string;
}

/** First match wins. `like iPhone` and a crawler's mention of one are not an iPhone. */
const products: readonly (readonly [RegExp, Product])[] = [
  [/\((?:[^)]*; )?iPad(?:;|\))/u, { name: 'iPad', type: 'tablet', model: 'iPad' }],
  // No Mac browser has these tokens: an iPad that asks for desktop pages.
  [/Macintosh.*(?:CriOS|FxiOS|EdgiOS|OPiOS|GSA|Mobile)\//u, { name: 'iPad', type: 'tablet', model: 'iPad' }],
  [/\(iPod/u, { name: 'iPod', model: 'iPod' }],
  [/\(iPhone/u, { name: 'iPhone', model: 'iPhone' }],
  [/\bAppleTV\d|\bApple TV\b/u, { name: 'Apple TV', type: 'tv', os: 'tvOS' }],
  [/\bAFT[A-Z0-9]{1,8}\b/u, { name: 'Fire TV', type: 'tv' }],
  [/\bKF[A-Z]{2,7}\b/u, { name: 'Fire tablet', type: 'tablet' }],
  [/\bKindle\/\d/u, { name: 'Kindle', type: 'tablet' }],
  [/\bCrKey\//u, { name: 'Chromecast', type: 'tv' }],
  [/\bRoku\//u, { name: 'Roku', type: 'tv' }],
  [/\bPlayStation 5\b/u, { name: 'PlayStation 5', type: 'tv', os: 'PlayStation 5' }],
  [/\bPlayStation 4\b/u, { name: 'PlayStation 4', type: 'tv' }],
  [/\bXbox\b/u, { name: 'Xbox', type: 'tv' }],
  [/\bNintendo (Switch|WiiU)\b/u, { name: 'Nintendo', type: 'tv', os: 'Nintendo' }],
  [/\bTizen\b.*\bTV\b|\bSMART-TV\b.*\bTizen\b/u, { name: 'Samsung TV', type: 'tv' }],
  [/\bWeb0S\b|\bwebOS\.TV\b|\bNetCast\b/u, { name: 'LG TV', type: 'tv' }],
  [/\bAndroid\b.*(?:\bTV\b|\bBRAVIA\b|\bSHIELD\b|\bGoogleTV\b|\bHbbTV\b)/u, { name: 'Android TV', type: 'tv' }],
  [/\bHbbTV\/|\bSMART-?TV\b|\bSmartTV\b/iu, { name: 'TV', type: 'tv' }],
  [/\bOculusBrowser\/|; Quest \d/u, { name: 'Meta Quest', type: 'unknown' }],
  [/\bTesla\/|\bQtCarBrowser\b/u, { name: 'Tesla', type: 'unknown' }],
];

export function detectProduct(userAgent: string): Product | null {
  return products.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
