/** Randomness as a port. Nothing else in the server asks the machine for any. */
import { randomBytes, randomInt } from 'node:crypto';

/** The randomness port. Must be a cryptographically secure generator. @default {@link systemRandom} */
export interface RandomPort {
  /** Unpredictable bytes. */
  bytes(length: number): Buffer;
  /** A whole number from 0 up to, not including, `below`; every one as likely as another. */
  integer(below: number): number;
}

/** The operating system's generator. `randomInt` rejects instead of taking a remainder, so codes have no bias. */
export const systemRandom: RandomPort = {
  bytes: (length) => randomBytes(length),
  integer: (below) => randomInt(below),
};
