/**
 * Production limits or short ones, over one database. A server's policy is fixed when it is made, so there are two servers
 * and one of them answers: no clock is turned, and every session is held to the limits of the moment.
 */
import type { PolicyOptions } from 'react-session-security/contract';
import {
  createSessionSecurityServer,
  type ServerOptions,
  type SessionSecurityServer,
} from 'react-session-security/server';
import { shortLimits, withIdleLimits } from '../policy';
import type { LimitsName } from './limitsNames';

export interface TimeMachine {
  /** The one that answers now. */
  server(): SessionSecurityServer;
  limits(): LimitsName;
  travel(to: LimitsName): void;
}

export function createTimeMachine(options: ServerOptions & { readonly policy: PolicyOptions }): TimeMachine {
  const servers: Readonly<Record<LimitsName, SessionSecurityServer>> = {
    usual: createSessionSecurityServer(options),
    short: createSessionSecurityServer({ ...options, policy: withIdleLimits(options.policy, shortLimits) }),
  };
  let limits: LimitsName = 'usual';
  return {
    server: () => servers[limits],
    limits: () => limits,
    travel(to) {
      limits = to;
    },
  };
}
