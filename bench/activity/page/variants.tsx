/** What a page may do to know that somebody is there, each mounted as its users mount it. */
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { useIdleTimer } from 'react-idle-timer';
import { createSessionSecurity, SessionSecurityProvider, useSessionStatus } from 'react-session-security';
import type { Clock } from 'react-session-security/contract';
import { createScriptedBackend } from 'react-session-security/testing';

export interface MountOptions {
  readonly clock: Clock;
  /** A component of the page rendered. */
  readonly onRender: () => void;
}

export type Unmount = () => void;

/** Resolves when it listens. */
type Mount = (options: MountOptions) => Promise<Unmount>;

const idleAfterMs = 15 * 60_000;
const passive = { capture: true, passive: true } as const;

function listening(hear: () => void, stop: () => void = () => {}): Unmount {
  window.addEventListener('mousemove', hear, passive);
  return () => {
    window.removeEventListener('mousemove', hear, passive);
    stop();
  };
}

/** Read nowhere, but the engine of the browser can't know. */
export const lastActivity = { at: 0 };

export const variants: Readonly<Record<string, Mount>> = {
  none: async () => () => {},
  empty: async () => listening(() => {}),
  dateNow: async () =>
    listening(() => {
      lastActivity.at = Date.now();
    }),
  timer: async () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {}, idleAfterMs);
    };
    return listening(hear, () => clearTimeout(timer));
  },
  idleTimer: ({ onRender }) => mounted(<IdleTimer onRender={onRender} />),
  idleTimerUnthrottled: ({ onRender }) => mounted(<IdleTimer onRender={onRender} eventsThrottle={0} />),
  async ours({ clock, onRender }) {
    const { link } = createScriptedBackend({ clock });
    const client = createSessionSecurity({ link, clock });
    const unmount = await mounted(
      <SessionSecurityProvider client={client}>
        <SessionStatus onRender={onRender} />
      </SessionSecurityProvider>,
    );
    for (let tries = 0; client.engine.getSnapshot().status !== 'active'; tries += 1) {
      if (tries === 200) throw new Error(`The session is ${client.engine.getSnapshot().status} after a second.`);
      await pause(5);
    }
    return () => {
      unmount();
      client.engine.dispose();
    };
  },
};

function IdleTimer({ onRender, eventsThrottle }: { readonly onRender: () => void; readonly eventsThrottle?: number }) {
  onRender();
  useIdleTimer({ timeout: idleAfterMs, ...(eventsThrottle !== undefined && { eventsThrottle }) });
  return null;
}

function SessionStatus({ onRender }: { readonly onRender: () => void }) {
  onRender();
  return useSessionStatus().status;
}

async function mounted(node: ReactNode): Promise<Unmount> {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  root.render(node);
  // Effects have run by then.
  await pause(30);
  return () => {
    root.unmount();
    container.remove();
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
