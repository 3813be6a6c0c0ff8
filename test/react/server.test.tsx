// @vitest-environment node
/** The kit on a server: it renders, asks for nothing, and touches no global of a browser. */
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SessionsList, StepUpDialog, StepUpPage, TwoFactorModal, TwoFactorSetup } from 'react-session-security';
import { withBackend } from '../support/withBackend';

describe('renderToString', () => {
  it('renders the loading list with its heading, and makes no call', () => {
    const { Wrapper, backend, clock } = withBackend();
    const html = renderToString(
      <Wrapper>
        <SessionsList />
      </Wrapper>,
    );
    expect(html).toContain('Your devices');
    expect(html).toContain('data-state="loading"');
    expect(html).not.toContain(' style=');
    expect(backend.calls).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('renders second factors as loading, and makes no call', () => {
    const { Wrapper, backend } = withBackend();
    const html = renderToString(
      <Wrapper>
        <TwoFactorSetup />
      </Wrapper>,
    );
    expect(html).toContain('Second factor');
    expect(html).toContain('data-state="loading"');
    expect(html).not.toContain(' style=');
    expect(backend.calls).toEqual([]);
  });

  it('renders a step-up page that knows nothing yet, looks at no address, and makes no call (A17)', () => {
    const { Wrapper, backend, clock } = withBackend();
    const html = renderToString(
      <Wrapper>
        <StepUpPage />
        <StepUpDialog />
        <TwoFactorModal />
      </Wrapper>,
    );
    expect(html).toContain('Confirm it’s you');
    expect(html).toContain('data-slot="step-up-page" data-state="opening"');
    expect(html).not.toContain('<form');
    expect(backend.calls).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
