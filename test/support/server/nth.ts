/** The entry that a test knows to be there. */
export function nth<Entry>(list: readonly Entry[], index: number): Entry {
  const entry = list[index];
  if (entry === undefined) throw new Error(`There is no entry ${String(index)} in a list of ${String(list.length)}.`);
  return entry;
}
