/** What the parts of one provider must agree on about an end: whether it was asked for here, and who reads it out. */
import type { Cancel } from '../contract/clock';

export interface SessionEndings {
  /** The user signed out of this session in this tab. */
  readonly wasAskedFor: (sessionId: string | undefined) => boolean;
  readonly ask: (sessionId: string | undefined) => void;
  /** Somebody is mounted that tells of every end, so that nobody else need. */
  readonly isTold: () => boolean;
  readonly tell: () => Cancel;
}

export function createSessionEndings(): SessionEndings {
  let asked: string | undefined;
  let tellers = 0;
  return {
    wasAskedFor: (sessionId) => sessionId !== undefined && sessionId === asked,
    ask(sessionId) {
      asked = sessionId;
    },
    isTold: () => tellers > 0,
    tell() {
      tellers += 1;
      return () => {
        tellers -= 1;
      };
    },
  };
}
