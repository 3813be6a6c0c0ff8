/** The whole kit at a glance, light and dark side by side. */
import type { Meta, StoryObj } from '@storybook/react-vite';
import {
  SessionsList,
  SessionStatusBadge,
  StepUpGate,
  TwoFactorModal,
  TwoFactorSetup,
  VerifiedBadge,
} from 'react-session-security';
import type { SessionsListProps } from 'react-session-security';
import { accountFixture, sessionsFixture } from 'react-session-security/testing';
import { Backend } from './support/Backend';
import type { BackendProps } from './support/Backend';

const meta = { title: 'Overview', tags: ['overview'], parameters: { page: 'bare' } } satisfies Meta;
export default meta;

export const Overview: StoryObj<typeof meta> = {
  render: (_, { globals }) => (
    <main className="overview">
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} data-rss-theme={theme} className="overview-half">
          <Pane theme={theme} locale={String(globals['locale'])} />
        </div>
      ))}
    </main>
  ),
};

function Pane({ theme, locale }: { readonly theme: 'light' | 'dark'; readonly locale: string }) {
  const show = (list: SessionsListProps, backend: Partial<BackendProps>) => (
    <Backend theme={theme} locale={locale} {...backend}>
      <SessionsList headingLevel={2} {...list} />
    </Backend>
  );
  /** Landmarks on one page must have names of their own. */
  const named = (title: string) => `${title}, ${theme}`;
  return (
    <>
      <Backend theme={theme} locale={locale} options={{ maxSessions: 5 }}>
        <div className="overview-badges">
          <SessionStatusBadge />
          <VerifiedBadge kind="any" />
        </div>
        <SessionsList headingLevel={2} heading={named('Your devices')} />
      </Backend>
      <Backend theme={theme} locale={locale} options={{ account: { ...accountFixture, secondFactorCode: '123456' } }}>
        <TwoFactorSetup heading={named('Second factor')} />
        <StepUpGate heading={named('Recovery address')}>{accountFixture.email}</StepUpGate>
        <TwoFactorModal />
      </Backend>
      {show({ heading: named('While loading') }, { prepare: ({ hold }) => void hold('session.getSessions') })}
      {show({ heading: named('Nothing else') }, { options: { sessions: sessionsFixture.slice(0, 1) } })}
      {show(
        { heading: named('When it fails') },
        { prepare: ({ fail }) => fail('session.getSessions', new Error('500')) },
      )}
    </>
  );
}
