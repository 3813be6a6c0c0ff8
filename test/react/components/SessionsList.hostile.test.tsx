/**
 * Attack: a device names itself so as to run code, to hide, or to read as another device (R94). The back end here does not
 * clean anything, as a foreign one may not.
 */
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { SessionsList } from 'react-session-security';
import { sessionFixture, sessionsFixture } from 'react-session-security/testing';
import { withBackend } from '../../support/withBackend';

// oxlint-disable-next-line no-control-regex -- controls are what must not be there
const harmful = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\ufeff]/u;

async function show(deviceName: string) {
  const session = sessionFixture({ id: 'hostile', deviceName });
  const view = render(<SessionsList />, {
    wrapper: withBackend({ sessions: [...sessionsFixture.slice(0, 1), session] }).Wrapper,
  });
  const list = await screen.findByRole('list', { name: 'Other devices' });
  return { ...view, name: list.querySelector('bdi')?.textContent ?? '' };
}

describe('a hostile device name', () => {
  it.each([
    ['markup', '<img src=x onerror="globalThis.attacked = true"><script>globalThis.attacked = true</script>'],
    ['a right-to-left override', '\u202Eeciveд siht\u202C'],
    ['isolates that it never closes', '\u2067\u2067This device'],
    ['zero-width characters', 'This\u200b device\ufeff'],
    ['controls', 'Chrome\u0000\u001b[31m on \u0085Windows'],
    ['ten thousand characters', 'x'.repeat(10_000)],
    ['a thousand combining marks', `e${'\u0301'.repeat(1000)}`],
    ['nothing visible', '\u200b\u200b\u0007'],
  ])('with %s stays text, bounded and visible', async (_, deviceName) => {
    const { name, container } = await show(deviceName);
    expect(name).not.toMatch(harmful);
    expect(name.trim()).not.toBe('');
    expect(name.length).toBeLessThanOrEqual(512);
    expect(container.querySelector('script, img')).toBeNull();
    expect(globalThis).not.toHaveProperty('attacked');
    for (const button of screen.getAllByRole('button')) {
      expect(button.getAttribute('aria-label') ?? '').not.toMatch(harmful);
    }
  });

  it('is isolated in the question too', async () => {
    await show('\u202Eeciveд siht');
    await userEvent.click(screen.getByRole('button', { name: /^Sign out \u2068/ }));
    expect(within(await screen.findByRole('alertdialog')).getByRole('heading')).toHaveTextContent(
      /\u2068eciveд siht\u2069/,
    );
  });

  it('never reaches an attribute that navigates or styles', async () => {
    const { container } = await show('javascript:alert(1);background:url(//evil.example)');
    expect(container.innerHTML).not.toMatch(/(href|src|style)="[^"]*(javascript|evil)/);
  });
});
