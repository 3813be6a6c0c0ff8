// @vitest-environment node
/** The kit on a server: it renders, asks for nothing, and touches no global of a browser. */
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SessionsList } from 'react-session-security';
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
});
