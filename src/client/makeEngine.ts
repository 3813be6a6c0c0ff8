/** The engine, joined to the client's calls: loaded when a page begins to watch its session, and not before (SPEC K10). */
import type { Clock } from '../contract/clock';
import { assembleEngine } from '../engine/assembleEngine';
import { browserPorts } from '../engine/browserPorts';
import type { EnginePorts } from '../engine/EnginePorts';
import type { SessionEngine, SessionEngineOptions } from '../engine/SessionEngine';
import { sessionTransport } from './sessionTransport';
import type { SessionTransportOptions } from './sessionTransport';

export interface MakeEngineOptions
  extends
    Omit<SessionTransportOptions, 'now'>,
    Pick<SessionEngineOptions, 'name' | 'inputExtends' | 'validateEveryMs'> {
  readonly clock: Clock;
  readonly ports: EnginePorts | undefined;
}

export async function makeEngine({
  clock,
  ports,
  ask,
  isBearer,
  run,
  ...options
}: MakeEngineOptions): Promise<SessionEngine> {
  const refresher = isBearer ? await import('../engine/createRefresher') : undefined;
  const engine: SessionEngine = assembleEngine(
    {
      ...options,
      ports: ports ?? browserPorts(clock),
      transport: sessionTransport({ ask, isBearer, run, now: () => engine.now() }),
    },
    refresher?.createRefresher,
  );
  return engine;
}
