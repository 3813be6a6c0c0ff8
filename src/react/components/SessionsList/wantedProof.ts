/** The refusal that proof of identity would lift, if that is what a failure is. */
import { errorTable } from '../../../contract/errors';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import type { SessionFailure } from '../../sessionFailure';

export function wantedProof(failure: SessionFailure | undefined): SessionSecurityErrorCause | undefined {
  if (failure?.cause === undefined) return undefined;
  const { reaction } = errorTable[failure.cause.errorCode];
  return reaction === 'verify2fa' || reaction === 'stepUp' ? failure.cause : undefined;
}
