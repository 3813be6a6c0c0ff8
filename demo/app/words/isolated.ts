/** Text from elsewhere inside a sentence: Unicode isolates keep its direction to itself (UAX #9). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
