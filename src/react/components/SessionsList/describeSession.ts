/**
 * A session as words. Everything here is untrusted or may be missing: names are cleaned once more on the way out (R94),
 * and what should not be shown is left out here, so that it never reaches the page (SPEC S10).
 */
import { cleanDeviceName } from '../../../contract/deviceName';
import { toEpochMs } from '../../../contract/instant';
import type { SessionInfo } from '../../../contract/session';
import type { Formatters } from '../../createFormatters';
import { isolate } from '../../messages/isolate';
import type { Messages } from '../../messages/Messages';
import { maskIpAddress } from './maskIpAddress';

export interface SessionDescription {
  readonly name: string;
  /** "Firefox on macOS", where the name does not say as much already. */
  readonly software: string | undefined;
  /** The same, always. */
  readonly fullSoftware: string | undefined;
  readonly place: string | undefined;
  readonly ipAddress: string | undefined;
  readonly lastActiveMs: number | undefined;
  readonly createdMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly signInMethod: string;
  readonly appVersion: string | undefined;
}

export interface DescribeOptions {
  readonly messages: Messages;
  readonly formatters: Formatters;
  readonly hideIp: boolean;
  readonly hideLocation: boolean;
}

/** What a device is called wherever it is named: its own name, else its software. */
export function sessionName(session: SessionInfo, { messages }: Pick<DescribeOptions, 'messages'>): string {
  return clean(session.deviceName) ?? softwareOf(session, messages) ?? messages.device.unnamed;
}

export function describeSession(session: SessionInfo, options: DescribeOptions): SessionDescription {
  const { messages, formatters, hideIp, hideLocation } = options;
  const software = softwareOf(session, messages);
  const ipAddress = clean(session.ipAddress);
  const name = sessionName(session, options);
  // The name is the device's own word; the software is what the server saw. Only a name that says it all replaces it.
  const isInName = saysSoftware(name, session);
  return {
    name,
    software: isInName ? undefined : software,
    fullSoftware: software,
    place: hideLocation ? undefined : placeOf(session, messages, formatters),
    ipAddress: ipAddress !== undefined && hideIp ? maskIpAddress(ipAddress) : ipAddress,
    lastActiveMs: toEpochMs(session.lastActivityAt),
    createdMs: toEpochMs(session.createdAt),
    expiresMs: toEpochMs(session.expiresAt),
    signInMethod: methodOf(session.signInMethod, messages),
    appVersion: clean(session.appVersion),
  };
}

/** Apple's devices are called by their own names rather than their systems'. */
const devicesOf: ReadonlyMap<string, string> = new Map([
  ['iOS', 'iPhone'],
  ['iPadOS', 'iPad'],
]);

function saysSoftware(name: string, session: SessionInfo): boolean {
  const [browser, os] = [clean(session.browser), clean(session.os)];
  const device = devicesOf.get(os ?? '');
  return (
    (browser === undefined || name.includes(browser)) &&
    (os === undefined || name.includes(os) || (device !== undefined && name.includes(device)))
  );
}

function softwareOf({ browser, os }: SessionInfo, { device }: Messages): string | undefined {
  const [browserName, osName] = [clean(browser), clean(os)];
  if (browserName === undefined || osName === undefined) return browserName ?? osName;
  return device.browserOnOs(isolate(browserName), isolate(osName));
}

function placeOf({ location }: SessionInfo, { device }: Messages, formatters: Formatters): string | undefined {
  const city = clean(location?.city) ?? clean(location?.region);
  const code = clean(location?.country);
  const country = code === undefined ? undefined : formatters.country(code);
  if (city === undefined || country === undefined) return city ?? country;
  return device.place(isolate(city), isolate(country));
}

function methodOf(method: string, { device: { signInMethods } }: Messages): string {
  return Object.hasOwn(signInMethods, method)
    ? signInMethods[method as keyof typeof signInMethods]
    : signInMethods.other;
}

function clean(text: string | null | undefined): string | undefined {
  const cleaned = cleanDeviceName(text ?? '');
  return cleaned === '' ? undefined : cleaned;
}
