/** A sorted copy. `toSorted` is newer than some browsers and Node versions in which tests of applications run. */
export function sorted<Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): Item[] {
  // oxlint-disable-next-line unicorn/no-array-sort -- a fresh array
  return [...items].sort(compare);
}
