/** A dialog of the host around ours: both keep the focus, and Escape is for one of them (F7, R100). */
import * as Radix from '@radix-ui/react-dialog';
import { render, screen, waitFor } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { TwoFactorModal, useSessionSecurity } from 'react-session-security';
import '../../src/styles/standalone.css';
import '../support/setupDom';
import { withBackend } from '../support/withBackend';

type Place = 'at the root' | 'within it' | 'within it, in a container of its own';

function HostPage({ place }: { readonly place: Place }) {
  const { client } = useSessionSecurity();
  const [container, setContainer] = useState<HTMLElement | null>(null);
  const [result, setResult] = useState('');
  const save = (): void => {
    client.call('auth.changeEmail', { newEmail: 'maya@example.org' }).then(
      ({ email }) => setResult(email),
      () => setResult('Not saved'),
    );
  };
  return (
    <Radix.Root>
      <Radix.Trigger>Account</Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay style={{ position: 'fixed', inset: 0 }} />
        <Radix.Content
          ref={setContainer}
          data-host=""
          aria-describedby={undefined}
          style={{ position: 'fixed', inset: 40 }}
        >
          <Radix.Title>Account</Radix.Title>
          <input aria-label="Email address" />
          <button type="button" onClick={save}>
            Save
          </button>
          <output>{result}</output>
          {place === 'within it' && <TwoFactorModal />}
          {place === 'within it, in a container of its own' && <TwoFactorModal container={container} />}
        </Radix.Content>
      </Radix.Portal>
      {place === 'at the root' && <TwoFactorModal />}
    </Radix.Root>
  );
}

/** By its mark: while the prompt is above it, it has no name. */
const host = () => document.querySelector('[data-host]');
const prompt = () => screen.queryByRole('dialog', { name: 'Confirm it’s you' });
const field = () => prompt()?.querySelector('input');
const save = () => screen.getByText('Save');

beforeEach(() => page.viewport(860, 500));

describe.each<Place>(['at the root', 'within it', 'within it, in a container of its own'])(
  'a Radix dialog of the host, and the prompt %s',
  (place) => {
    async function openPrompt() {
      const setup = withBackend({ account: { secondFactorCode: '123456', textsCodes: true } });
      render(<HostPage place={place} />, { wrapper: setup.Wrapper });
      await userEvent.click(screen.getByText('Account'));
      await userEvent.click(save());
      await waitFor(() => expect(field()).toHaveFocus());
      return setup;
    }

    it('lets the code be typed above it, and the host’s call gets its result in the open dialog', async () => {
      const { clock } = await openPrompt();
      await userEvent.keyboard('12');
      expect(field()).toHaveValue('12');
      expect(field()).toHaveFocus();
      await userEvent.keyboard('3456');
      await waitFor(() => expect(host()?.querySelector('output')).toHaveTextContent('maya@example.org'));
      clock.advance(400);
      await waitFor(() => expect(prompt()).toBeNull());
      expect(host()).toBeVisible();
      expect(save()).toHaveFocus();
    });

    it('is closed by Escape alone, a press beside it closes neither, and the focus is back in the host’s', async () => {
      await openPrompt();
      await userEvent.click(page.elementLocator(document.documentElement), { position: { x: 5, y: 5 } });
      expect([prompt(), host()]).not.toContain(null);
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(prompt()).toBeNull());
      expect(host()).toBeVisible();
      expect(host()).toHaveTextContent('Not saved');
      await waitFor(() => expect(save()).toHaveFocus());
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(host()).toBeNull());
      await waitFor(() => expect(screen.getByText('Account')).toHaveFocus());
    });

    it('can be scrolled where the window is low', async () => {
      await page.viewport(860, 200);
      await openPrompt();
      const overlay = prompt()?.closest<HTMLElement>('[data-slot=dialog-overlay]');
      if (!overlay) throw new Error('There is no prompt.');
      overlay.scrollTop = 0;
      await userEvent.wheel(prompt() ?? overlay, { delta: { y: 100 } });
      await waitFor(() => expect(overlay.scrollTop).toBeGreaterThan(50));
    });
  },
);

/** As other libraries have them, another copy of Radix among them: they know nothing of ours. */
function ForeignDialog() {
  const { client } = useSessionSecurity();
  const [dialog, setDialog] = useState<HTMLElement | null>(null);
  const [isOpen, setOpen] = useState(true);
  useEffect(() => {
    const close = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setOpen(false);
    };
    const keepFocus = ({ target }: FocusEvent): void => {
      if (target instanceof Node && dialog?.contains(target) === false) dialog.querySelector('button')?.focus();
    };
    document.addEventListener('keydown', close, { capture: true });
    document.addEventListener('focusin', keepFocus);
    return () => {
      document.removeEventListener('keydown', close, { capture: true });
      document.removeEventListener('focusin', keepFocus);
    };
  }, [dialog]);
  if (!isOpen) return null;
  return (
    <div role="dialog" aria-label="Account" data-host="" ref={setDialog}>
      <button
        type="button"
        onClick={() => void client.call('auth.changeEmail', { newEmail: 'a@b.example' }).catch(String)}
      >
        Save
      </button>
      <TwoFactorModal container={dialog} />
    </div>
  );
}

it('is closed by Escape alone in the container of a dialog of another library, which lets it have the focus', async () => {
  const { Wrapper } = withBackend({ account: { secondFactorCode: '123456' } });
  render(<ForeignDialog />, { wrapper: Wrapper });
  await userEvent.click(save());
  await waitFor(() => expect(field()).toHaveFocus());
  await userEvent.keyboard('12');
  expect(field()).toHaveValue('12');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(prompt()).toBeNull());
  expect(host()).toBeVisible();
  expect(save()).toHaveFocus();
});
