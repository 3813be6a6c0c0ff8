import { sessionInfoSchema } from 'react-session-security/contract';
import { manySessions, sessionsFixture } from 'react-session-security/testing';
import { describe, expect, it } from 'vitest';

describe('fixtures', () => {
  it('are what the contract says a session is', () => {
    for (const session of [...sessionsFixture, ...manySessions(50)]) {
      expect(sessionInfoSchema.safeParse(session).error).toBeUndefined();
    }
  });

  it('have one current session and no id twice', () => {
    for (const sessions of [sessionsFixture, manySessions(1000)]) {
      expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
      expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length);
    }
  });

  it('are the same every time', () => {
    expect(manySessions(20)).toEqual(manySessions(20));
    expect(manySessions(0)).toEqual([]);
  });
});
