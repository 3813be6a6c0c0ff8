/** A tRPC link that looks at every answer and every refusal on its way, and changes neither. */
import { observable } from '@trpc/server/observable';
import type { SessionSecurityLink } from './links';

export interface Observation {
  /** Called when a call starts; what it returns is told how the call ended. */
  start(): { answered(data: unknown): void; failed(error: unknown): void };
}

export function observingLink({ start }: Observation): SessionSecurityLink {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const call = start();
        return next(op).subscribe({
          next(value) {
            if ('data' in value.result) call.answered(value.result.data);
            observer.next(value);
          },
          error(error) {
            call.failed(error);
            observer.error(error);
          },
          complete: () => observer.complete(),
        });
      });
}
