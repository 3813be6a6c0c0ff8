/** Prints the codes and nothing else of the page, by a frame of their own. Writes no style, so any CSP lets it. */
import type { Cancel } from '../../../contract/clock';
import type { BackupCodesText } from './backupCodesText';

/** Returns how to take the frame away, for where the browser never says that it has printed. */
export function printCodes({ title, note, codes }: BackupCodesText): Cancel {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.className = 'rss:sr-only';
  // Some browsers put another empty document in place of the first one.
  frame.addEventListener('load', () => {
    const { contentDocument: page, contentWindow: view } = frame;
    if (page === null || view === null) return;
    page.title = title;
    page.documentElement.lang = document.documentElement.lang;
    page.dir = document.dir;
    const list = page.createElement('pre');
    list.dir = 'ltr';
    list.textContent = codes.join('\n');
    page.body.append(textElement(page, 'h1', title), textElement(page, 'p', note), list);
    view.addEventListener('afterprint', () => frame.remove());
    view.print();
  });
  document.body.append(frame);
  return () => frame.remove();
}

function textElement(page: Document, tag: 'h1' | 'p', text: string): HTMLElement {
  const element = page.createElement(tag);
  element.textContent = text;
  return element;
}
