/** What a field must be called to hold a secret: bound to no token (R45), and never stored (SPEC F10). Reaches browsers. */

/** Names in words: `newPassword2`, `new_password`, `NEW-PASSWORD` are all `new_password`. */
export function isSecretName(key: string): boolean {
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/gu, '$1_$2')
    .replaceAll(/[^\p{L}\d]+/gu, '_')
    .replaceAll(/^_|_?\d*_?$/gu, '')
    .toLowerCase();
  return secretNames.some((name) => name.test(words));
}

const secretNames: readonly RegExp[] = [
  // `token` and `code` alone: so are one-time codes called. A `paymentToken` or a `countryCode` is what the action is about.
  /^(?:step_up_token|token|code)$/u,
  /(?:password|passphrase|passcode|passwd|pwd|secret)(?:_(?:confirm(?:ation|ed)?|repeat(?:ed)?|again|verif(?:y|ication)))?$/u,
  /(?:^|_)(?:otp|totp|pin|cvv|cvc)(?:_(?:code|token))?$/u,
  /(?:^|_)(?:2fa|mfa|sms|factor|time|backup|recovery|verif(?:y|ication)|confirmation|auth|authentication|authenticator|security|access|login|reset)_code$/u,
  /(?:^|_)(?:secret|security)_answer$/u,
];
