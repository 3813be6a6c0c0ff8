/** The coordinator, joined to the client's calls: loaded with the first call that needs proof (SPEC K10). */
import type { Clock } from '../../contract/clock';
import { createProofCoordinator } from '../../engine/proof/createProofCoordinator';
import type { ProofCoordinator } from '../../engine/proof/createProofCoordinator';
import { proofTransport } from './proofTransport';
import type { ProofTransportOptions } from './proofTransport';

export interface MakeProofsOptions extends ProofTransportOptions {
  readonly clock: Clock;
}

export function makeProofs({ clock, now, call }: MakeProofsOptions): ProofCoordinator {
  return createProofCoordinator({ clock, now, transport: proofTransport({ call, now }) });
}
