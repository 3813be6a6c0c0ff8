/** Broadcast channels: an object does not hear itself, messages are copies, and closed ones are deaf. */
import type { TabChannel } from '../../../src/engine/createTabBus';

export interface SimulatedChannels {
  /** @param deliver runs a task in the tab that opened the channel, a little later */
  open(name: string, deliver: (task: () => void) => void): TabChannel;
}

interface Entry {
  readonly channel: TabChannel;
  readonly deliver: (task: () => void) => void;
  listener: ((event: MessageEvent) => void) | undefined;
}

export function simulateChannels(): SimulatedChannels {
  const channels = new Map<string, Set<Entry>>();
  return {
    open(name, deliver) {
      const group = channels.get(name) ?? new Set<Entry>();
      channels.set(name, group);
      const channel: TabChannel = {
        addEventListener(_, listener) {
          entry.listener = listener;
        },
        postMessage(message) {
          const copy = structuredClone(message);
          for (const other of group) {
            if (other.channel === channel) continue;
            other.deliver(() => group.has(other) && other.listener?.({ data: copy } as MessageEvent));
          }
        },
        close: () => void group.delete(entry),
      };
      const entry: Entry = { channel, deliver, listener: undefined };
      group.add(entry);
      return channel;
    },
  };
}
