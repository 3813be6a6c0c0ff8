/** A role for somebody, as it is put aside for the step-up page and read back afterwards. */
export const roles = ['user', 'admin'] as const;
/** Those that the server gives. */
export type Role = (typeof roles)[number];

export interface RoleChange {
  readonly userId: string;
  readonly newRole: Role;
}

/** @throws {TypeError} for anything else: it comes out of a storage that anybody can write to. */
export function parseRoleChange(input: unknown): RoleChange {
  const { userId, newRole: named } = (input ?? {}) as Readonly<Record<keyof RoleChange, unknown>>;
  const newRole = roles.find((role) => role === named);
  if (typeof userId !== 'string' || newRole === undefined) throw new TypeError('This is no change of a role.');
  return { userId, newRole };
}

/** The strongest one that somebody has. */
export function roleOf(held: readonly string[]): Role {
  return held.includes('admin') ? 'admin' : 'user';
}
