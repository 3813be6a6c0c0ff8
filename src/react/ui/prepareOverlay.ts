/**
 * A ref for the overlay of a dialog, before the first paint, so that nothing moves: `base.css` locks the page by the mark. A
 * modal of the host may stop all scrolling that is not in it, on its way through the document, as Radix' does; ours scrolls.
 */
export function prepareOverlay(overlay: HTMLElement | null): void {
  const page = document.documentElement;
  overlay?.toggleAttribute('data-page-scrolls', page.scrollHeight > page.clientHeight);
  overlay?.addEventListener('wheel', keepToItself, { passive: true });
  overlay?.addEventListener('touchmove', keepToItself, { passive: true });
}

function keepToItself(event: Event): void {
  event.stopPropagation();
}
