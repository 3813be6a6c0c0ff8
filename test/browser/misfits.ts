/** What of `root` is cut off, scrolls sideways, or can't be reached with a finger (WCAG 1.4.4, 1.4.10; R109, R115). */
export function misfits(root: HTMLElement | null): readonly string[] {
  if (root === null) throw new Error('There is nothing to measure.');
  const { documentElement: html } = document;
  const scrollers = [html, root.closest('[data-slot=dialog-overlay]') ?? html];
  return [
    ...scrollers.filter((element) => element.scrollWidth > element.clientWidth).map(() => 'It scrolls sideways.'),
    ...cutOff(root).map((text) => `Cut off: ${text}`),
    ...[...root.querySelectorAll<HTMLElement>('button, input:not([aria-hidden])')]
      .filter((target) => !canBeHit(target))
      .map((target) => `Can't be hit: ${target.textContent || target.tagName}`),
  ];
}

function canBeHit(target: HTMLElement): boolean {
  target.scrollIntoView({ block: 'center' });
  // The field of a code is wider than what is seen of it.
  const { left, top, width, height } = (target.closest('[data-slot=code-field]') ?? target).getBoundingClientRect();
  return (
    Math.min(width, height) >= 24 && target.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  );
}

/** What is written beyond the edge of the window, or beyond that of something that hides it. */
function cutOff(root: HTMLElement): readonly string[] {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const cut: string[] = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.textContent ?? '';
    const parent = node.parentElement;
    if (parent === null || parent.closest('.rss\\:sr-only') !== null || text.trim() === '') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    const frame = frameOf(parent);
    if (left < frame.left - 1 || right > frame.right + 1) cut.push(text);
  }
  return cut;
}

function frameOf(element: Element): DOMRect {
  for (let around: Element | null = element; around !== null; around = around.parentElement) {
    if (getComputedStyle(around).overflowX !== 'visible') return around.getBoundingClientRect();
  }
  return new DOMRect(0, 0, document.documentElement.clientWidth, 0);
}
