/** Backup codes in the form of the reference server, `XXXXX-XXXXX` (R37). Anybody can tell them in advance: for tests only. */
import { policyPresets } from '../../contract/policy';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Another `set` has other codes. */
export function backupCodeSet(set: number): string[] {
  return Array.from({ length: policyPresets.consumer.secondFactor.backupCodes }, (_, index) => {
    const letter = (place: number): string =>
      alphabet.charAt((set * 13 + index * 11 + place * (5 + 2 * set) + place * place * 3) % alphabet.length);
    const code = Array.from({ length: 10 }, (__, place) => letter(place)).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });
}
