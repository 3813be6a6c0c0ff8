/** What the host's actions do: that they were done, in words. */
export const done: string[] = [];

export function setPassword(userId: string, newPassword: string) {
  done.push(`${userId} has a password of ${newPassword.length} characters`);
  return { changedFor: userId };
}

export function payOut(userId: string, { amount }: { readonly amount: number }) {
  done.push(`${userId} was paid ${amount}`);
  return { paid: amount };
}

export function setRole(userId: string, { email, role }: { readonly email: string; readonly role: string }) {
  done.push(`${userId} made ${email} ${role}`);
  return { email, role };
}
