/** What the driver calls: mounts a variant, moves the mouse a hundred thousand times, and tells what that took. */
import { systemClock } from 'react-session-security/contract';
import { createManualClock } from 'react-session-security/testing';
import type { ManualClock } from 'react-session-security/testing';
import { lastActivity, variants } from './variants';
import type { Unmount } from './variants';

interface ActivityBench {
  /** @param isTimeStill a clock that only `passTime` moves; else the machine's */
  mount(variant: string, isTimeStill: boolean): Promise<void>;
  /** Before `mount`: begins to time passages, which makes every input dearer. */
  timePassages(): void;
  unmount(): Promise<void>;
  /** Movements of the mouse as scripts make them: `pointermove` and `mousemove`, neither of them trusted. */
  burst(inputs: number): void;
  /** Listeners to `pointermove` on the window. */
  listeners(): number;
  /** ms of the page's own time pass; returns ms that the timers took that went off. */
  passTime(ms: number): number;
  /** ms that each input since the last look spent at the window and the document, `pointermove` and `mousemove` together. */
  takePassages(): readonly number[];
  renders(): number;
  lastActivity(): number;
}

declare global {
  interface Window {
    activityBench: ActivityBench;
  }
}

const hearing = new Set<unknown>();
const add = window.addEventListener.bind(window);
const remove = window.removeEventListener.bind(window);
Object.assign(window, {
  addEventListener(type: string, listener: EventListener, options?: AddEventListenerOptions): void {
    if (type === 'pointermove') hearing.add(listener);
    add(type, listener, options);
  },
  removeEventListener(type: string, listener: EventListener, options?: EventListenerOptions): void {
    if (type === 'pointermove') hearing.delete(listener);
    remove(type, listener, options);
  },
});

/** Listeners are called in the order in which they came, and the window's before those of what lies in it. */
const passages: number[] = [];
let enteredAt = 0;
function enter(): void {
  enteredAt = performance.now();
}
function leave({ type }: Event): void {
  const tookMs = performance.now() - enteredAt;
  if (type === 'pointermove') passages.push(tookMs);
  // The same movement, told a second time.
  else passages.push((passages.pop() ?? 0) + tookMs);
}

const target = document.createElement('p');
document.body.append(target);

let clock: ManualClock = createManualClock();
let unmount: Unmount = () => {};
let renders = 0;

window.activityBench = {
  async mount(name, isTimeStill) {
    const mount = variants[name];
    if (mount === undefined) throw new Error(`There is no variant ${name}.`);
    clock = createManualClock();
    renders = 0;
    localStorage.clear();
    unmount = await mount({ clock: isTimeStill ? clock : systemClock, onRender: () => void (renders += 1) });
  },
  timePassages() {
    for (const type of ['pointermove', 'mousemove']) {
      add(type, enter, true);
      document.documentElement.addEventListener(type, leave, true);
    }
  },
  async unmount() {
    unmount();
    for (const type of ['pointermove', 'mousemove']) {
      remove(type, enter, true);
      document.documentElement.removeEventListener(type, leave, true);
    }
    passages.length = 0;
    // What was begun by then ends; a lock is given back.
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  },
  burst(inputs) {
    const pointer = new PointerEvent('pointermove', { bubbles: true, cancelable: true });
    const mouse = new MouseEvent('mousemove', { bubbles: true, cancelable: true });
    for (let input = 0; input < inputs; input += 1) {
      target.dispatchEvent(pointer);
      target.dispatchEvent(mouse);
    }
  },
  listeners: () => hearing.size,
  passTime(ms) {
    const startedAt = performance.now();
    clock.advance(ms);
    return performance.now() - startedAt;
  },
  takePassages: () => passages.splice(0),
  renders: () => renders,
  lastActivity: () => lastActivity.at,
};
