/**
 * Who is calling, in words: device, browser and operating system from the user agent, the client hints and what the
 * client said of itself (SPEC V8). For display and "new device" notices only; nothing is authorised by it (R93).
 */
import { cleanDeviceName } from '../../contract/deviceName';
import type { DeviceType } from '../../contract/session';
import type { DeviceRegistration } from '../../contract/signIn';
import { readClientHints } from './clientHints';
import type { DetectedDevice } from './DetectedDevice';
import { detectDevice } from './detectDevice';

export interface DeviceDescription {
  /** `Chrome on Windows`, `Safari on iPhone`, `Unknown device`; or the name that the client registered, cleaned. */
  readonly deviceName: string;
  readonly deviceType: DeviceType;
  readonly browser: string | null;
  readonly browserVersion: string | null;
  readonly os: string | null;
  readonly osVersion: string | null;
  /**
   * Browser, operating system and type as one key, stable across updates: a second sign-in with the same key does
   * not look like a new device. From the headers alone, so that it is the same whether or not a client registers.
   */
  readonly family: string;
  readonly model: string | null;
}

/** What user agents need to be told apart fits; longer ones only cost time (R92). */
const maxUserAgentLength = 512;

/** Never throws, and takes time that is bounded whatever the headers hold. */
export function describeDevice(headers: Headers, registration: DeviceRegistration = {}): DeviceDescription {
  const userAgent = (headers.get('user-agent') ?? '').slice(0, maxUserAgentLength);
  const detected = detectDevice(userAgent, readClientHints(headers));
  const device = withRegistration(detected, registration);
  const registeredName = cleanDeviceName(registration.deviceName ?? '');
  return {
    deviceName: registeredName === '' ? nameOf(device) : registeredName,
    deviceType: device.type,
    browser: device.browser,
    browserVersion: device.browserVersion,
    os: device.os,
    osVersion: device.osVersion,
    family: [detected.browser, detected.os, detected.type].map((part) => (part ?? 'unknown').toLowerCase()).join('|'),
    model: device.model,
  };
}

/** `Chrome on Windows`; where a device has a name of its own that people use, that: `Safari on iPhone`. */
function nameOf({ browser, os, product }: DetectedDevice): string {
  const place = product ?? os;
  if (browser === null || place === null) return browser ?? place ?? 'Unknown device';
  // `Android app`, `Roku`: once is enough.
  return browser.includes(place) ? browser : `${browser} on ${place}`;
}

/**
 * Labels that the client gave of itself fill what headers can't tell: an iPad that asks for desktop pages says
 * "Macintosh" in every header, and a native app's user agent may name nothing but its HTTP library.
 */
function withRegistration(detected: DetectedDevice, registration: DeviceRegistration): DetectedDevice {
  const os = platformName(registration.platform);
  const osVersion = version(registration.platformVersion);
  const type = registration.deviceType === 'unknown' ? undefined : registration.deviceType;
  if (detected.os === 'macOS' && (type === 'tablet' || os === 'iPadOS')) {
    return { ...detected, type: 'tablet', os: 'iPadOS', osVersion, model: 'iPad', product: 'iPad' };
  }
  if (detected.kind === 'browser') {
    return {
      ...detected,
      type: detected.type === 'unknown' ? (type ?? 'unknown') : detected.type,
      os: detected.os ?? os,
      osVersion: detected.os === os ? (osVersion ?? detected.osVersion) : detected.osVersion,
    };
  }
  const name = os ?? detected.os;
  return {
    ...detected,
    type: type ?? detected.type,
    os: name,
    osVersion: osVersion ?? detected.osVersion,
    browser: name === null ? detected.browser : `${name} app`,
  };
}

const platforms: ReadonlyMap<string, string> = new Map([
  ['android', 'Android'],
  ['ios', 'iOS'],
  ['ipados', 'iPadOS'],
  ['linux', 'Linux'],
  ['macos', 'macOS'],
  ['windows', 'Windows'],
]);

function platformName(platform: string | undefined): string | null {
  return platforms.get(platform?.trim().toLowerCase() ?? '') ?? null;
}

function version(text: string | undefined): string | null {
  return text !== undefined && /^\d[\d._]{0,31}$/u.test(text) ? text.replaceAll('_', '.') : null;
}
