/** What the engine tells monitoring (SPEC A18). Never holds a token, a name or an address. */
import type { EndReason } from './SessionRecord';
import type { Outcome } from './Outcome';

/** What has just happened, for logs and metrics. Durations are milliseconds, instants by the server's clock. */
export type EngineNotice =
  | {
      readonly type: 'exchanged';
      readonly call: 'validate' | 'heartbeat' | 'signOut' | 'refresh';
      readonly outcome: Outcome<unknown>['kind'];
      readonly durationMs: number;
    }
  | { readonly type: 'started'; readonly sessionId: string }
  | { readonly type: 'warned'; readonly reason: 'idle' | 'absolute'; readonly expiresAt: number }
  | { readonly type: 'extended' }
  | { readonly type: 'ended'; readonly reason: EndReason }
  | { readonly type: 'userSwitched'; readonly from: string; readonly to: string }
  | { readonly type: 'degraded' }
  | { readonly type: 'recovered' }
  | { readonly type: 'clockJumped'; readonly byMs: number }
  | { readonly type: 'refreshed'; readonly expiresAt: number }
  | { readonly type: 'budgetExhausted' }
  | { readonly type: 'storageDegraded' };
