/** One note for each user, in memory: a route of the host's own that only a live session is answered. */
import type { AuthenticatedSession } from 'react-session-security/server';

export interface Notes {
  answer(request: Request, session: AuthenticatedSession): Promise<Response>;
}

const longest = 10_000;

export function createNotes(): Notes {
  const notes = new Map<string, string>();
  return {
    async answer(request, { userId }) {
      if (request.method === 'PUT') {
        const { text } = (await request.json()) as { readonly text?: unknown };
        if (typeof text !== 'string' || text.length > longest) return Response.json({}, { status: 400 });
        notes.set(userId, text);
      }
      return Response.json({ text: notes.get(userId) ?? '' }, { headers: { 'cache-control': 'no-store' } });
    },
  };
}
