/** The engine and the watch tell each other what each learns in its own way: by time and tabs, or by the calls that pass. */
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause, SessionSecurityErrorCode } from '../contract/errors';
import type { SessionEngine } from '../engine/SessionEngine';
import type { EndReason } from '../engine/SessionRecord';
import type { SessionWatch } from './createSessionWatch';

export function joinEngine(engine: SessionEngine, watch: SessionWatch): void {
  let isTelling = false;
  const tell = (work: () => void): void => {
    if (isTelling) return;
    isTelling = true;
    try {
      work();
    } finally {
      isTelling = false;
    }
  };

  watch.subscribe((event) =>
    tell(() => {
      if (event.type === 'signedOut') engine.signedOut();
      // Whoever doesn't use the engine is not asked on its behalf.
      if (event.type === 'started' && engine.getSnapshot().status !== 'unknown') void engine.validate();
    }),
  );
  engine.onNotice((notice) =>
    tell(() => {
      if (notice.type === 'userSwitched') watch.hear({ type: 'started', after: watch.known().status });
      if (notice.type === 'started' && watch.known().status !== 'active') {
        watch.hear({ type: 'started', after: watch.known().status });
      }
      if (notice.type !== 'ended') return;
      const cause = causeOf(notice.reason);
      watch.hear(cause === undefined ? { type: 'signedOut' } : { type: 'ended', cause });
    }),
  );
}

/** As the server would have put it; `undefined` where the user signed out, here or in another tab. */
function causeOf(reason: EndReason): SessionSecurityErrorCause | undefined {
  switch (reason) {
    case 'signedOut':
      return undefined;
    case 'revoked':
      return withReason('SESSION_REVOKED');
    case 'reused':
      return withReason('REFRESH_TOKEN_REUSED');
    case 'expired':
      return withReason('SESSION_EXPIRED');
    case 'idle':
    case 'absolute':
    case 'graceExhausted':
      return withReason('SESSION_EXPIRED', reason);
    default:
      return reason satisfies never;
  }
}

function withReason(errorCode: SessionSecurityErrorCode, reason?: string): SessionSecurityErrorCause {
  return { errorCode, message: errorTable[errorCode].message, ...(reason !== undefined && { reason }) };
}
