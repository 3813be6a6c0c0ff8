/** What ours is compared with: no React at all, React without any care, and a bare virtualiser over memoised cards. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import type { ComponentType } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { SessionInfo } from 'react-session-security/contract';
import { Card, cardElement } from './card';
import { changedOf } from './variant';
import type { Variant } from './variant';

export const dom: Variant = {
  rowName: '-',
  mount(container, sessions) {
    const list = document.createElement('div');
    list.append(...sessions.map(cardElement));
    container.append(list);
    return {
      isMounted: () => true,
      ready() {
        const card = cardOf(container, sessions);
        return {
          change: () => card.setAttribute('data-busy', ''),
          isChanged: () => card.hasAttribute('data-busy'),
          revoke: () => card.remove(),
          isRevoked: () => !card.isConnected,
          unmount: () => list.remove(),
        };
      },
    };
  },
};

interface ListProps {
  readonly sessions: readonly SessionInfo[];
  readonly busyId: string | null;
}

export const plain = reactVariant('Card', PlainList);
export const virtual = reactVariant('MemoCard', VirtualList);

function reactVariant(rowName: string, List: ComponentType<ListProps>): Variant {
  return {
    rowName,
    mount(container, initial) {
      const root = createRoot(container);
      const show = (props: ListProps): void => flushSync(() => root.render(<List {...props} />));
      show({ sessions: initial, busyId: null });
      return {
        isMounted: () => container.querySelector('.card') !== null,
        ready() {
          const { id } = changedOf(initial);
          const card = cardOf(container, initial);
          return {
            change: () => show({ sessions: initial, busyId: id }),
            isChanged: () => card.hasAttribute('data-busy'),
            revoke: () => show({ sessions: initial.filter((session) => session.id !== id), busyId: null }),
            isRevoked: () => !card.isConnected,
            unmount: () => root.unmount(),
          };
        },
      };
    },
  };
}

function PlainList({ sessions, busyId }: ListProps) {
  return sessions.map((session) => <Card key={session.id} session={session} isBusy={session.id === busyId} />);
}

const MemoCard = memo(Card);
MemoCard.displayName = 'MemoCard';

function VirtualList({ sessions, busyId }: ListProps) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualiser is meant to re-render on every scroll step
  const virtualizer = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => 68,
    getItemKey: (index) => sessions[index]?.id ?? index,
  });
  return (
    <div ref={scrollerRef} className="scroll">
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const session = sessions[index];
          return (
            session !== undefined && (
              <div key={key} style={{ position: 'absolute', top: start, insetInline: 0 }}>
                <MemoCard session={session} isBusy={session.id === busyId} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function cardOf(container: HTMLElement, sessions: readonly SessionInfo[]): Element {
  const card = container.querySelector(`[data-id="${changedOf(sessions).id}"]`);
  if (card === null) throw new Error('The third card is not on screen.');
  return card;
}
