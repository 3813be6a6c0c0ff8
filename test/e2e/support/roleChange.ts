/** Changing Theo's role: from the people page over the step-up page and back. */
import { expect, type Page } from '@playwright/test';

export const row = (tab: Page) => tab.getByRole('listitem').filter({ hasText: 'Theo Brandt' });
export const password = (tab: Page) => tab.locator('input[type="password"]');
export const goOn = (tab: Page) => tab.getByRole('button', { name: 'Continue' });
export const outcome = (tab: Page) => tab.getByRole('status').filter({ hasText: 'now has the role' });
export const question = (tab: Page, role: string) =>
  tab.getByRole('status').filter({ hasText: new RegExp(`^Change the role of .*Theo Brandt.* to “${role}”`, 'u') });

export type RoleName = 'Member' | 'Administrator';

/** The role that the button in his row would give him. */
export async function offeredRole(tab: Page): Promise<RoleName> {
  await tab.goto('/admin');
  return (await row(tab).getByRole('button').innerText()).includes('member') ? 'Member' : 'Administrator';
}

/** To the step-up page. Returns the role that it is about. */
export async function begin(tab: Page): Promise<RoleName> {
  const newRole = await offeredRole(tab);
  await row(tab).getByRole('button').click();
  await expectStepUpPage(tab);
  return newRole;
}

export function expectStepUpPage(tab: Page): Promise<void> {
  return expect(tab).toHaveURL(/\/step-up\?action=role_change&id=[\w-]+$/u);
}

export async function confirm(tab: Page, secret: string): Promise<void> {
  await password(tab).fill(secret);
  await tab.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(tab).toHaveURL(/\/admin$/u);
}

export async function expectDone(tab: Page, role: string): Promise<void> {
  await expect(outcome(tab)).toContainText(`“${role}”`);
  await expect(row(tab)).toContainText(role);
}
