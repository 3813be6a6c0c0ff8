/** What a client says about its device, made fit to be stored: labels only, nothing is decided by them (R93). */
import { cleanDeviceName } from '../../contract/deviceName';
import type { DeviceRegistration } from '../../contract/signIn';

export function cleanRegistration(registration: DeviceRegistration): DeviceRegistration {
  const { deviceType, deviceName, platform, platformVersion, appVersion, pushToken } = registration;
  return {
    ...(deviceType !== undefined && { deviceType }),
    ...text('deviceName', deviceName),
    ...text('platform', platform),
    ...text('platformVersion', platformVersion),
    ...text('appVersion', appVersion),
    // An opaque address for the push service: printable ASCII as it is, or not at all.
    ...(pushToken !== undefined && /^[\u0021-\u007e]+$/u.test(pushToken) && { pushToken }),
  };
}

function text<Key extends keyof DeviceRegistration>(key: Key, value: string | undefined): { [K in Key]?: string } {
  // With the `u` flag only surrogates without their partner match; Postgres has no JSON for them.
  const clean = value === undefined ? '' : cleanDeviceName(value.replace(/[\ud800-\udfff]/gu, '\ufffd'));
  return clean === '' ? {} : ({ [key]: clean } as { [K in Key]?: string });
}
