/** `SessionsList` as an app mounts it, over a back end in memory that gives all sessions as one page. */
import { createRoot } from 'react-dom/client';
import { createSessionSecurity, SessionSecurityProvider, SessionsList } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ScriptedBackend } from 'react-session-security/testing';
import { changedOf } from './variant';
import type { Variant } from './variant';

export const ours: Variant = {
  rowName: 'SessionRow',
  mount(container, sessions) {
    const clock = createManualClock();
    const backend = createScriptedBackend({ sessions, maxSessions: sessions.length + 1, clock });
    const client = createSessionSecurity({ link: givingAll(backend.link, sessions.length), clock });
    const root = createRoot(container);
    root.render(
      <SessionSecurityProvider client={client}>
        <SessionsList />
      </SessionSecurityProvider>,
    );
    return {
      // This device has a list of its own; the others come in a second one, windowed above 500.
      isMounted: () => {
        const [, others] = container.querySelectorAll('[data-slot="session-rows"]');
        return others !== undefined && others.querySelector('[data-slot="session-row"]') !== null;
      },
      async ready() {
        const row = rowNamed(container, changedOf(sessions).deviceName);
        const release = backend.hold('session.revokeSession');
        const confirm = await askSignOut(row);
        return {
          change: () => confirm.click(),
          isChanged: () => row.dataset['state'] === 'revoking',
          revoke: release,
          isRevoked: () => !row.isConnected,
          unmount: () => root.unmount(),
        };
      },
    };
  },
};

/** The server gives at most 100 at a time; this is about what the page does with ten thousand. */
function givingAll(link: ScriptedBackend['link'], limit: number): ScriptedBackend['link'] {
  return (runtime) => {
    const forward = link(runtime);
    return ({ op, next }) => {
      const isList = op.path === 'session.getSessions';
      return forward({ op: isList ? { ...op, input: { ...(op.input as object), limit } } : op, next });
    };
  };
}

function rowNamed(container: HTMLElement, deviceName: string): HTMLElement {
  const names = [...container.querySelectorAll('[data-slot="session-name"]')];
  const row = names.find(({ textContent }) => textContent === deviceName)?.closest('[data-slot="session-row"]');
  if (!(row instanceof HTMLElement)) throw new Error(`No row shows ${deviceName}.`);
  return row;
}

/** Opens the question, as a user does, and finds the button that answers it. */
async function askSignOut(row: HTMLElement): Promise<HTMLElement> {
  const button = [...row.querySelectorAll('button')].find(({ textContent }) => textContent.includes('Sign out'));
  if (button === undefined) throw new Error('The row has no sign-out button.');
  button.click();
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The main answer is the last one.
    const confirm = [...document.querySelectorAll('[role="alertdialog"] button')].at(-1);
    if (confirm instanceof HTMLElement) return confirm;
  }
  throw new Error('No question was asked.');
}
