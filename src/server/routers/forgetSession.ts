/** What the browser is told when its own session ends, by whichever call: drop the cookies and the cache (R10). */
import type { ResponseEffects } from '../context';

export function forgetSession(response: ResponseEffects): void {
  response.endSession();
  response.forgetCachedPages();
}
