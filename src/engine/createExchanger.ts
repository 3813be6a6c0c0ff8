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
  run<Value>(
    call: Extract<EngineNotice, { type: 'exchanged' }>['call'],
    send: (options: ExchangeOptions) => Promise<Outcome<Value>>,
  ): Promise<Outcome<Value>>;
  /** Gives up everything under way. */
  abortAll(): void;
}

export interface ExchangerOptions {
  readonly clock: Clock;
  readonly time: ServerTime;
  readonly onNotice: (notice: EngineNotice) => void;
}

export function createExchanger({ clock, time, onNotice }: ExchangerOptions): Exchanger {
  const underWay = new Set<(cause: unknown) => void>();

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
        attempt(send, controller.signal).then(settle, (cause: unknown) => settle({ kind: 'transient', cause }));
      });
      const receivedAt = clock.monotonic();
      if (outcome.kind === 'ok' && hasServerTime(outcome.value)) {
        time.sync({ serverTime: outcome.value.serverTime, sentAt, receivedAt });
      }
      onNotice({ type: 'exchanged', call, outcome: outcome.kind, durationMs: receivedAt - sentAt });
      return outcome;
    },
    abortAll() {
      for (const giveUp of underWay) giveUp(new DOMException('The engine was stopped.', 'AbortError'));
    },
  };
}

async function attempt<Value>(
  send: (options: ExchangeOptions) => Promise<Outcome<Value>>,
  signal: AbortSignal,
): Promise<Outcome<Value>> {
  return send({ signal });
}

function hasServerTime(value: unknown): value is { readonly serverTime: number } {
  return typeof value === 'object' && value !== null && 'serverTime' in value && Number.isFinite(value.serverTime);
}
