/** The browser itself, as the engine's ports. Nothing is touched before an engine asks; what is missing is left out. */
import type { Clock } from '../contract/clock';
import type { EnginePorts } from './EnginePorts';
import { tabStorage } from './tabStorage';

export function browserPorts(clock: Clock): EnginePorts {
  const hasPage = typeof window !== 'undefined' && typeof document !== 'undefined';
  return {
    clock,
    random: Math.random,
    storage: () => (hasPage ? localStorage : undefined),
    tabStorage,
    channel: (name) => (hasPage && typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : undefined),
    locks: hasPage ? navigator.locks : undefined,
    page: hasPage ? { window, document, navigator } : undefined,
  };
}
