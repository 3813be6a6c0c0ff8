import { normaliseVerificationMethod } from 'react-session-security/contract';
import { describe, expect, it } from 'vitest';

describe('normaliseVerificationMethod', () => {
  it('reads both spellings of the field and writes one', () => {
    expect(['2FA_TOTP', '2fa_totp', 'totp', 'TOTP'].map(normaliseVerificationMethod)).toEqual(
      Array(4).fill('2fa_totp'),
    );
    expect(['2FA_SMS', 'sms'].map(normaliseVerificationMethod)).toEqual(Array(2).fill('2fa_sms'));
    expect(['webauthn', 'PASSKEY'].map(normaliseVerificationMethod)).toEqual(Array(2).fill('passkey'));
  });

  it('knows no method that is not in the list', () => {
    expect(['', 'telepathy', 'constructor', '__proto__'].map(normaliseVerificationMethod)).toEqual(
      Array(4).fill(undefined),
    );
  });
});
