/** The engine for either transport. Pages that keep the session in a cookie can do with `assembleEngine` alone. */
import { assembleEngine } from './assembleEngine';
import { createRefresher } from './createRefresher';
import type { SessionEngine, SessionEngineOptions } from './SessionEngine';

export function createSessionEngine(options: SessionEngineOptions): SessionEngine {
  return assembleEngine(options, createRefresher);
}
