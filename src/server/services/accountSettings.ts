/** What users decide about their account: a row each, defaults for those who have none. */
import { eq, sql } from 'drizzle-orm';
import type { PaymentSettings, SecuritySettings } from '../../contract/account';
import { userSettings } from '../database/schema';
import type { ServiceDeps } from './deps';

const securityDefaults: SecuritySettings = { notifyNewDevice: true, protectPaymentSettings: false };
const paymentDefaults: PaymentSettings = { billingName: null, billingEmail: null, defaultMethodRef: null };

/** What is to be changed; `undefined` leaves as it is. */
export type Changes<Settings> = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

export async function securitySettingsOf({ database }: ServiceDeps, userId: string): Promise<SecuritySettings> {
  const [row] = await database
    .select({ security: userSettings.security })
    .from(userSettings)
    .where(eq(userSettings.userId, userId));
  return { ...securityDefaults, ...row?.security };
}

export async function paymentSettingsOf({ database }: ServiceDeps, userId: string): Promise<PaymentSettings> {
  const [row] = await database
    .select({ payment: userSettings.payment })
    .from(userSettings)
    .where(eq(userSettings.userId, userId));
  return { ...paymentDefaults, ...row?.payment };
}

/** One statement, so that two changes at once don't undo each other. */
export async function saveSecuritySettings(
  { database }: ServiceDeps,
  userId: string,
  changes: Changes<SecuritySettings>,
): Promise<SecuritySettings> {
  const security = defined(changes);
  const [row] = await database
    .insert(userSettings)
    .values({ userId, security, payment: {} })
    .onConflictDoUpdate({
      target: userSettings.userId,
      set: { security: sql`${userSettings.security} || ${JSON.stringify(security)}::jsonb` },
    })
    .returning({ security: userSettings.security });
  return { ...securityDefaults, ...row?.security };
}

/** As {@link saveSecuritySettings}; `null` clears. */
export async function savePaymentSettings(
  { database }: ServiceDeps,
  userId: string,
  changes: Changes<PaymentSettings>,
): Promise<PaymentSettings> {
  const payment = defined(changes);
  const [row] = await database
    .insert(userSettings)
    .values({ userId, security: {}, payment })
    .onConflictDoUpdate({
      target: userSettings.userId,
      set: { payment: sql`${userSettings.payment} || ${JSON.stringify(payment)}::jsonb` },
    })
    .returning({ payment: userSettings.payment });
  return { ...paymentDefaults, ...row?.payment };
}

function defined<Settings extends object>(changes: Changes<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Settings>;
}
