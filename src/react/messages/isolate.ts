/**
 * Names inside sentences: first-strong isolates (UAX #9) keep a right-to-left name from reordering the words around it.
 */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
