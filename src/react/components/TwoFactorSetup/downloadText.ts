/** Gives the user a text as a file. */
import type { Clock } from '../../../contract/clock';

/** Browsers read the text some time after the click; until then its address must be good. Milliseconds. */
const readWithinMs = 30_000;

export function downloadText(fileName: string, text: string, clock: Clock): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  clock.schedule(() => URL.revokeObjectURL(url), readWithinMs);
}
