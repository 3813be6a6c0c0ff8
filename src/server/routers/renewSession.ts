/** What the browser is told when its session goes on under a new secret: the cookie that carries it. */
import type { ResponseEffects } from '../context';
import type { RenewedSecret } from '../services/secretRenewal';

export function renewSession(response: ResponseEffects, renewed: RenewedSecret | null): void {
  if (renewed !== null) response.renewSecret(renewed.secret, renewed.cookieMaxAgeMs);
}
