/**
 * Counts which components rendered, as React's own developer tools do: at each commit it walks the tree and reads the
 * flag that React sets on what did work. Off while times are taken, since the walk costs some itself. A script of its
 * own, before all others, because React looks for the hook when it loads.
 */

/** As much of React's tree as is read here. */
interface Fiber {
  readonly tag: number;
  readonly flags: number;
  readonly type: unknown;
  readonly elementType: unknown;
  readonly alternate: Fiber | null;
  readonly child: Fiber | null;
  readonly sibling: Fiber | null;
}

/** `PerformedWork` of React's fiber flags. */
const performedWork = 1;
/** The shell that React puts around some memoised components; what is inside counts by itself. */
const memoComponent = 14;

/** Renders by component. */
export type RenderCounts = Readonly<Record<string, number>>;

declare global {
  interface Window {
    renderCounter: { start(): void; stop(): RenderCounts };
  }
}

let counts: Map<string, number> | null = null;

Object.assign(window, {
  renderCounter: {
    start() {
      counts = new Map();
    },
    stop() {
      const result = Object.fromEntries(counts ?? []);
      counts = null;
      return result;
    },
  },
  __REACT_DEVTOOLS_GLOBAL_HOOK__: {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    checkDCE() {},
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
    onCommitFiberRoot(_id: number, root: { readonly current: Fiber }) {
      if (counts !== null) walk(root.current, root.current.alternate, counts);
    },
  },
});

function walk(fiber: Fiber, previous: Fiber | null, found: Map<string, number>): void {
  const name = fiber.tag === memoComponent ? null : (nameOf(fiber.elementType) ?? nameOf(fiber.type));
  // A fiber that was made in this commit did work; one that was made before did if it says so.
  if (name !== null && (previous === null || (fiber.flags & performedWork) !== 0)) {
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  // The same children as before: nothing below was looked at.
  if (previous !== null && fiber.child === previous.child) return;
  for (let child = fiber.child; child !== null; child = child.sibling) walk(child, child.alternate, found);
}

/** Functions, and those inside of `memo` and `forwardRef`. Elements and providers are no components. */
function nameOf(type: unknown): string | null {
  if (typeof type !== 'function' && (typeof type !== 'object' || type === null)) return null;
  if ('displayName' in type && typeof type.displayName === 'string') return type.displayName;
  if (typeof type === 'function') return type.name;
  if ('type' in type) return nameOf(type.type);
  return 'render' in type ? nameOf(type.render) : null;
}
