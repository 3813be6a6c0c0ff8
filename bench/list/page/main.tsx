/** What the driver calls: one life of one list, timed or with its renders counted. */
import type { SessionInfo } from 'react-session-security/contract';
import { sessionFixture } from 'react-session-security/testing';
import * as floors from './floors';
import { ours } from './ours';
import type { RenderCounts } from './renderCounter';
import type { Mounting, Variant } from './variant';

const variants: Readonly<Record<string, Variant>> = { ours, ...floors };

/** What follows a change by itself (a refetch, an announcement) is over by then. */
const settleMs = 150;
const patienceMs = 30_000;

interface LifeOptions {
  readonly variant: string;
  readonly count: number;
  readonly countRenders: boolean;
}

type Phase = 'mount' | 'change' | 'revoke';

declare global {
  interface Window {
    liveOnce: (options: LifeOptions) => Promise<object>;
  }
}

window.liveOnce = async ({ variant: name, count, countRenders }) => {
  const variant = variants[name];
  if (variant === undefined) throw new Error(`There is no list ${name}.`);
  const sessions = sessionsOf(count);
  const container = document.createElement('div');
  document.body.append(container);
  const ms = { mount: 0, change: 0, revoke: 0, scroll: 0 };
  const rowRenders = { mount: 0, change: 0, revoke: 0 };
  const allRenders = { mount: 0, change: 0, revoke: 0 };
  const live = async (phase: Phase, act: () => void, isDone: () => boolean): Promise<void> => {
    if (countRenders) window.renderCounter.start();
    ms[phase] = await timeUntil(act, isDone);
    await pause(settleMs);
    if (!countRenders) return;
    const renders = window.renderCounter.stop();
    rowRenders[phase] = rendersOf(renders, variant.rowName);
    allRenders[phase] = Object.values(renders).reduce((sum, value) => sum + value, 0);
  };

  let mounting: Mounting | undefined;
  await live(
    'mount',
    () => (mounting = variant.mount(container, sessions)),
    () => mounting?.isMounted() === true,
  );
  const elements = container.querySelectorAll('*').length;
  const list = await mounting?.ready();
  if (list === undefined) throw new Error(`${name} was not mounted.`);
  await pause(settleMs);
  await live('change', list.change, list.isChanged);
  await live('revoke', list.revoke, list.isRevoked);
  ms.scroll = await timeToEnd(container, sessions.at(-1)?.deviceName ?? '');
  list.unmount();
  container.remove();
  await pause(0);
  return { ms, elements, rowRenders, allRenders };
};

/** A bundler may have numbered a name that it met twice. */
function rendersOf(renders: RenderCounts, name: string): number {
  return Object.entries(renders)
    .filter(([known]) => known.replace(/\d+$/u, '') === name)
    .reduce((sum, [, count]) => sum + count, 0);
}

/** From the act to the layout of what it led to. */
function timeUntil(act: () => void, isDone: () => boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const observer = new MutationObserver(() => look());
    const timer = setTimeout(() => {
      observer.disconnect();
      reject(new Error('The change never came.'));
    }, patienceMs);
    const look = (): void => {
      if (!isDone()) return;
      // Layout is most of the cost of a long list, and a browser must do it before anyone sees the change.
      document.body.getBoundingClientRect();
      resolve(performance.now() - startedAt);
      observer.disconnect();
      clearTimeout(timer);
    };
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    act();
    look();
  });
}

/** From a jump to the end until its row is on screen, frame by frame. */
async function timeToEnd(container: HTMLElement, lastName: string): Promise<number> {
  const windowed = container.querySelector('.scroll') ?? container.querySelector('[data-virtual]')?.parentElement;
  const scroller = windowed ?? document.documentElement;
  const startedAt = performance.now();
  while (performance.now() - startedAt < patienceMs) {
    // Heights that were estimated are corrected on the way, and the end moves.
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const bottom = Math.min(innerHeight, windowed?.getBoundingClientRect().bottom ?? innerHeight);
    const last = [...container.querySelectorAll('[data-slot="session-name"], .name')].at(-1);
    if (last?.textContent === lastName && last.getBoundingClientRect().top < bottom) {
      return performance.now() - startedAt;
    }
  }
  throw new Error(`${lastName} never came on screen.`);
}

function sessionsOf(count: number): SessionInfo[] {
  const newestAt = Date.UTC(2026, 10, 21, 9);
  return Array.from({ length: count }, (_, index) =>
    sessionFixture({
      id: `ses_${index}`,
      deviceName: `Chrome on laptop ${index}`,
      isCurrent: index === 0,
      isTrusted: index % 3 === 0,
      lastActivityAt: new Date(newestAt - index * 60_000).toISOString(),
    }),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
