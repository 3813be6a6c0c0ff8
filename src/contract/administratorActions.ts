/** What is done to other people's accounts: asked for with fresh proof always, and with the strongest there is (F1, R50). */
import type { SensitiveActionType } from './sensitiveAction';

export const administratorActions: ReadonlySet<SensitiveActionType> = new Set(['role_change', 'admin_action']);
