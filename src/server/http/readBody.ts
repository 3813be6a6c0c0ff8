/** Reads a request's body up to a limit, whether or not its length was announced (T35). */

type Body =
  | { readonly status: 'read'; readonly text: string }
  | { readonly status: 'tooLarge' }
  /** Not UTF-8, or the connection broke. */
  | { readonly status: 'unreadable' };

export async function readBody(request: Request, maxBytes: number): Promise<Body> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { status: 'tooLarge' };
  if (request.body === null) return { status: 'read', text: '' };
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { status: 'read', text: text + decoder.decode() };
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        await reader.cancel();
        return { status: 'tooLarge' };
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return { status: 'unreadable' };
  }
}
