/** One or two letters for a name or address, from its first and last words; none for a text without letters. */
export function initialsOf(name: string): string {
  const words = name.match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? [];
  const isAddress = name.includes('@');
  const chosen = isAddress || words.length < 2 ? words.slice(0, 1) : [words[0], words.at(-1)];
  return chosen.map((word) => firstLetter(word ?? '')).join('');
}

function firstLetter(word: string): string {
  return (/^.\p{M}*/u.exec(word)?.[0] ?? '').toLocaleUpperCase();
}
