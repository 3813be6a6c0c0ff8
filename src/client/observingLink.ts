/** A tRPC link that looks at every answer and every refusal on its way, and changes neither. */
import type { Operation } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { SessionSecurityLink } from './links';

export interface Observation {
  /** Called when a call starts; what it returns is told how the call ended, before the caller is. */
  start(operation: Operation): {
    answered(data: unknown): void;
    failed(error: unknown): void;
    /** Nobody waits any more: how it ended will not be known. */
    dropped?(): void;
  };
}

export function observingLink({ start }: Observation): SessionSecurityLink {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const call = start(op);
        let isSettled = false;
        const { unsubscribe } = next(op).subscribe({
          next(value) {
            if ('data' in value.result) {
              isSettled = true;
              call.answered(value.result.data);
            }
            observer.next(value);
          },
          error(error) {
            isSettled = true;
            call.failed(error);
            observer.error(error);
          },
          complete: () => observer.complete(),
        });
        return () => {
          if (!isSettled) call.dropped?.();
          unsubscribe();
        };
      });
}
