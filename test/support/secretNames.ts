/** Names of fields that hold a secret, as applications spell them. */
export const secretNames: readonly string[] = `
  password newPassword new_password newpassword NEW_PASSWORD password2 passwordConfirmation passphrase passwd pwd
  secret clientSecret totpSecret securityAnswer
  code otp userOTP otpCode smsCode recovery_code recoveryCode backupCode
  pin newPin cardPIN token step_up_token stepUpToken
`
  .trim()
  .split(/\s+/);
