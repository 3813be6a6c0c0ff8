/** One call to the back end: bounded in time, abortable, measured, and a lesson about what time it is. */
import type { Clock } from '../contract/clock';
import { RequestTimeoutError } from '../contract/outcomeErrors';
import type { ServerTime } from './createServerTime';
import type { EngineNotice } from './EngineNotice';
import type { Outcome } from './Outcome';
import type { ExchangeOptions } from './SessionTransport';

/** An exchange that takes longer is as good as lost; whatever it still brings is ignored (ENGINE T-09, T-10). */
export const exchangeTimeoutMs = 10_000;

export interface Exchanger {
  run<Value extends { readonly serverTime?: number }>(
    call: Extract<EngineNotice, { type: 'exchanged' }>['call'],
    send: (options: ExchangeOptions) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>>;
  /** Gives up everything under way. */
  abortAll(): void;
  /** And everything from now on. */
  close(): void;
}

export interface ExchangerOptions {
  readonly clock: Clock;
  readonly time: ServerTime;
  readonly onNotice: (notice: EngineNotice) => void;
}

export function createExchanger({ clock, time, onNotice }: ExchangerOptions): Exchanger {
  const underWay = new Set<(cause: unknown) => void>();
  let isClosed = false;
  const abortAll = (): void => {
    for (const giveUp of underWay) giveUp(new DOMException('The engine was stopped.', 'AbortError'));
  };

  return {
    async run(call, send) {
      const controller = new AbortController();
      const sentAt = clock.monotonic();
      const outcome = await new Promise<Awaited<ReturnType<typeof send>>>((resolve) => {
        const settle = (result: Awaited<ReturnType<typeof send>>): void => {
          cancelTimeout();
          underWay.delete(giveUp);
          resolve(result);
        };
        const giveUp = (cause: unknown): void => {
          settle({ kind: 'transient', cause });
          controller.abort(cause);
        };
        const cancelTimeout = clock.schedule(() => giveUp(new RequestTimeoutError()), exchangeTimeoutMs);
        underWay.add(giveUp);
        if (isClosed) abortAll();
        else attempt(send, controller.signal).then(settle, (cause: unknown) => settle({ kind: 'transient', cause }));
      });
      const receivedAt = clock.monotonic();
      if (outcome.kind === 'ok' && outcome.value.serverTime !== undefined) {
        time.sync({ serverTime: outcome.value.serverTime, sentAt, receivedAt });
      }
      onNotice({ type: 'exchanged', call, outcome: outcome.kind, durationMs: receivedAt - sentAt });
      return outcome;
    },
    abortAll,
    close() {
      isClosed = true;
      abortAll();
    },
  };
}

async function attempt<Value>(
  send: (options: ExchangeOptions) => Promise<Outcome<Value>>,
  signal: AbortSignal,
): Promise<Outcome<Value>> {
  return send({ signal });
}
