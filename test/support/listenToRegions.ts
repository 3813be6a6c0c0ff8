/** What somebody with a screen reader is told from now on: every text that comes into a live region, in order. */
export function listenToRegions(): readonly string[] {
  const heard: string[] = [];
  const known = new Map<Element, string>();
  const read = (tell: (text: string) => void): void => {
    for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
      const text = region.textContent ?? '';
      if (text !== (known.get(region) ?? '') && text !== '') tell(text);
      known.set(region, text);
    }
  };
  read(() => {});
  new MutationObserver(() => read((text) => heard.push(text))).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
  return heard;
}
