/**
 * Calls that are refused until there is proof, for tRPC: they wait while it is given, are sent once more, and settle with
 * their own result (SPEC F4). The host's own calls too. What is not refused passes as if this did not stand here.
 */
import { observable } from '@trpc/server/observable';
import type { Cancel } from '../../contract/clock';
import { reportFault } from '../../engine/createEmitter';
import type { RefusalSettler } from '../../engine/proof/runGuardedCall';
import { getSessionSecurityError } from '../getSessionSecurityError';
import type { SessionSecurityLink } from '../links';
import { proofNeedOf } from './proofNeedOf';

/** They collect the proof. */
const collecting =
  /^auth\.(?:create2FAChallenge|verify2FAChallenge|resend2FAChallenge|getStepUpMethods|createStepUpToken|beginPasskeyAssertion)$/;

export function proofLink(proofs: RefusalSettler): SessionSecurityLink {
  return () =>
    ({ op, next }) => {
      // A subscription has no one answer that could be asked for again.
      if (op.type === 'subscription' || collecting.test(op.path)) return next(op);
      return observable((observer) => {
        const before = { passesBefore: proofs.passes(), eraBefore: proofs.era() };
        let isDropped = false;
        let drop: Cancel;
        const { unsubscribe } = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            if (proofNeedOf(getSessionSecurityError(error)) === undefined) observer.error(error);
            else {
              import('./settleOperation').then(
                ({ settleOperation }) => {
                  if (!isDropped) drop = settleOperation(proofs, { op, next, observer, error, ...before });
                },
                (fault: unknown) => {
                  // Nothing can be asked: the refusal is the caller's.
                  reportFault(fault);
                  observer.error(error);
                },
              );
            }
          },
        });
        drop = unsubscribe;
        return () => {
          isDropped = true;
          drop();
        };
      });
    };
}
