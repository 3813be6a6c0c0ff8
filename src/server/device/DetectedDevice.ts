/** What can be told about a caller from its headers, before it is put into words. */
import type { DeviceType } from '../../contract/session';

export interface DetectedDevice {
  readonly type: DeviceType;
  readonly browser: string | null;
  readonly browserVersion: string | null;
  readonly os: string | null;
  readonly osVersion: string | null;
  readonly model: string | null;
  /** What people call the thing, when that is not its operating system: `iPhone`, `Fire TV`, `PlayStation 5`. */
  readonly product: string | null;
  /** `app`: a native app that named only its HTTP library, so that its type is a guess. */
  readonly kind: 'browser' | 'app' | 'unknown';
}

export const unknownDevice: DetectedDevice = {
  type: 'unknown',
  browser: null,
  browserVersion: null,
  os: null,
  osVersion: null,
  model: null,
  product: null,
  kind: 'unknown',
};
