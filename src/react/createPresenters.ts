/** Which of those on the page that could draw a prompt does (SPEC F5): a page before any dialog, and the one that came last. */
import type { Cancel } from '../contract/clock';
import type { ProofKind } from '../contract/proofNeed';
import { createEmitter } from '../engine/createEmitter';

export interface Presenter {
  readonly kind: ProofKind;
  readonly place: 'page' | 'dialog';
}

export interface Presenters {
  enter(presenter: Presenter): Cancel;
  /** A dialog of the host that opens over others brings its own, so that the last one is the innermost. */
  draws(presenter: Presenter): boolean;
  subscribe(listener: () => void): Cancel;
}

export function createPresenters(): Presenters {
  const changes = createEmitter<void>();
  const entered = new Set<Presenter>();
  return {
    enter(presenter) {
      entered.add(presenter);
      changes.emit();
      return () => {
        entered.delete(presenter);
        changes.emit();
      };
    },
    draws(presenter) {
      const alike = [...entered].filter(({ kind }) => kind === presenter.kind);
      const pages = alike.filter(({ place }) => place === 'page');
      return (pages.length > 0 ? pages : alike).at(-1) === presenter;
    },
    subscribe: (listener) => changes.on(listener),
  };
}
