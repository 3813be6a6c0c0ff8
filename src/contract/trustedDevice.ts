/** A device that may skip the second factor at sign-in, never at step-up (SPEC T1–T4). */
import type { Instant } from './instant';
import type { DeviceType, Location } from './session';

/**
 * A device on the list of C9. Its trust ends at `expiresAt`, 30 days after it was given by default
 * (`policy.trustedDevice.ttlMs`).
 */
export interface TrustedDevice {
  readonly id: string;
  readonly deviceName: string;
  readonly deviceType: DeviceType;
  readonly location: Location | null;
  readonly trustedAt: Instant;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  readonly isCurrent: boolean;
}
