/** A ref for the overlay of a dialog: `base.css` locks the page by this mark. Before the first paint, so that nothing moves. */
export function markScrollingPage(overlay: HTMLElement | null): void {
  const page = document.documentElement;
  overlay?.toggleAttribute('data-page-scrolls', page.scrollHeight > page.clientHeight);
}
