/** The list with the button that an app might put beside it. */
import { SessionsList, useSessionSecurity } from 'react-session-security';
import type { SessionsListProps } from 'react-session-security';

export function WithRefresh(props: SessionsListProps) {
  const { refreshSessions } = useSessionSecurity();
  return (
    <>
      <SessionsList {...props} />
      <button type="button" className="story-button" onClick={() => void refreshSessions()}>
        Refresh
      </button>
    </>
  );
}
