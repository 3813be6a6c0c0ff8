/**
 * What one tab knows, and how each event changes it. Pure: reading the store, asking the server and keeping time are
 * the driver's work (`createSessionEngine`); what is due is `planJobs`; what it means to a user is `deriveSnapshot`.
 */
import { isNewer } from './SessionRecord';
import type { ServerWarning, SessionRecord } from './SessionRecord';

export interface EngineState {
  readonly record: SessionRecord | undefined;
  /** The last input in any tab; server time. */
  readonly activityAt: number;
  readonly isAsking: boolean;
  /** What came of asking the server last; `none` again after a jump of the clock. */
  readonly lastOutcome: 'none' | 'answered' | 'unanswered';
  /** The page started or woke: an answer from before this moment, in any tab, is not enough. Server time. */
  readonly wantsAnswerSince: number;
  /** The server said that nobody is signed in, and no record says otherwise. */
  readonly isAnonymous: boolean;
  /** The clocks disagree after a sleep or a change of the time: only the server can say what time it is. */
  readonly isTimeInDoubt: boolean;
  readonly isNetworkUp: boolean;
  readonly isVisible: boolean;
}

export type EngineEvent =
  /** Another tab's work, or our own, as it lies in the store. */
  | { readonly type: 'recordRead'; readonly record: SessionRecord | undefined; readonly activityAt: number }
  | { readonly type: 'inputHeard'; readonly at: number }
  | { readonly type: 'asking' }
  /** A refusal is an answer too, but it says nothing of the time. */
  | { readonly type: 'answered'; readonly tellsTime: boolean }
  /** `storedActivityAt`: the last input as the tabs share it. */
  | { readonly type: 'timeLearned'; readonly now: number; readonly storedActivityAt: number }
  | { readonly type: 'unanswered' }
  | { readonly type: 'nobodySignedIn' }
  | { readonly type: 'woken'; readonly wantsAnswerSince: number }
  | { readonly type: 'clockJumped' }
  | { readonly type: 'networkChanged'; readonly isUp: boolean }
  | { readonly type: 'visibilityChanged'; readonly isVisible: boolean };

export const initialState: EngineState = {
  record: undefined,
  activityAt: 0,
  isAsking: false,
  lastOutcome: 'none',
  wantsAnswerSince: 0,
  isAnonymous: false,
  isTimeInDoubt: false,
  isNetworkUp: true,
  isVisible: false,
};

export function transition(state: EngineState, event: EngineEvent): EngineState {
  switch (event.type) {
    case 'recordRead':
      return readRecord(state, event.record, event.activityAt);
    case 'inputHeard':
      return { ...state, activityAt: Math.max(state.activityAt, event.at) };
    case 'asking':
      return { ...state, isAsking: true };
    case 'answered':
      // Whatever the browser believes about the network: something answered.
      return {
        ...state,
        isAsking: false,
        lastOutcome: 'answered',
        wantsAnswerSince: 0,
        isTimeInDoubt: state.isTimeInDoubt && !event.tellsTime,
        isNetworkUp: true,
      };
    case 'timeLearned':
      // Input that a clock running ahead put into the future.
      return state.activityAt > event.now
        ? { ...state, activityAt: Math.min(event.storedActivityAt, event.now) }
        : state;
    case 'unanswered':
      return { ...state, isAsking: false, lastOutcome: 'unanswered' };
    case 'nobodySignedIn':
      return { ...state, isAnonymous: true };
    case 'woken':
      return { ...state, wantsAnswerSince: Math.max(state.wantsAnswerSince, event.wantsAnswerSince) };
    case 'clockJumped':
      // What was not answered before the jump says nothing about now.
      return { ...state, isTimeInDoubt: true, lastOutcome: 'none' };
    case 'networkChanged':
      return { ...state, isNetworkUp: event.isUp };
    case 'visibilityChanged':
      return { ...state, isVisible: event.isVisible };
    default:
      return event satisfies never;
  }
}

function readRecord(state: EngineState, record: SessionRecord | undefined, activityAt: number): EngineState {
  if (record === undefined || !isNewer(record, state.record)) {
    return { ...state, activityAt: Math.max(state.activityAt, activityAt) };
  }
  const isSameSession = record.epoch === state.record?.epoch;
  const isAnswered = record.confirmedAt > (state.record?.confirmedAt ?? 0);
  return {
    ...state,
    record: { ...record, warnings: sameOr(state.record?.warnings, record.warnings) },
    isAnonymous: false,
    // Somebody's question was answered, so the line is there and the time is known.
    lastOutcome: isAnswered && state.lastOutcome === 'unanswered' ? 'answered' : state.lastOutcome,
    isTimeInDoubt: state.isTimeInDoubt && !isAnswered,
    activityAt: Math.max(activityAt, isSameSession ? state.activityAt : record.serverActivityAt),
  };
}

/** Parsed anew with every read; whoever shows them should not have to notice. */
function sameOr(known: readonly ServerWarning[] | undefined, read: readonly ServerWarning[]): readonly ServerWarning[] {
  return known !== undefined && JSON.stringify(known) === JSON.stringify(read) ? known : read;
}
