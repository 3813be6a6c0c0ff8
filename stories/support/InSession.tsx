/** A provider over a {@link sessionScene}, in the toolbar's language. With `isLive`, seconds pass as they do. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { messagesAr, SessionSecurityProvider } from 'react-session-security';
import type { SessionScene } from './sessionScene';

export interface InSessionProps {
  readonly scene: SessionScene;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly isLive?: boolean;
  readonly children: ReactNode;
}

export function InSession({ scene, globals, isLive = false, children }: InSessionProps) {
  useEffect(() => {
    if (!isLive) return undefined;
    const timer = setInterval(() => scene.clock.advance(1000), 1000);
    return () => clearInterval(timer);
  }, [isLive, scene]);
  const isArabic = globals['locale'] === 'ar';
  return (
    <SessionSecurityProvider
      client={scene.client}
      locale={isArabic ? 'ar' : 'en'}
      timeZone="Europe/Berlin"
      {...(isArabic && { messages: messagesAr })}
    >
      {children}
    </SessionSecurityProvider>
  );
}
