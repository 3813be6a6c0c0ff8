/**
 * Answers whose body is one text. Their `Response` is like any other; beside it the text is kept, so that
 * `toNodeListener` writes it in one piece and need not read it back out of a stream.
 */
const wholeBody = Symbol('react-session-security.wholeBody');

export function wholeResponse(text: string, init: ResponseInit): Response {
  return Object.defineProperty(new Response(text, init), wholeBody, { value: text });
}

/** `undefined` for streams, and for a body that somebody has begun to read. */
export function wholeBodyOf(response: Response): string | undefined {
  return response.bodyUsed ? undefined : (response as { [wholeBody]?: string })[wholeBody];
}
