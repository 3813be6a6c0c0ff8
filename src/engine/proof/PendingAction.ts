/** An action that was put aside until it is confirmed, and how it is read back: what lies in a storage is hostile (R72, R73). */
import { isSessionSecurityErrorCode } from '../../contract/errors';
import type { SessionSecurityErrorCode } from '../../contract/errors';
import { sanitizeReturnTo } from '../../contract/sanitizeReturnTo';
import { sensitiveActionTypes } from '../../contract/sensitiveAction';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { isId, isObject } from '../guards';
import type { StepUpToken } from './ProofTransport';

/** An action that waits for its confirmation. */
export interface PendingAction {
  /** Made by this tab, and nothing that anybody could guess. */
  readonly id: string;
  /** By which the application finds what to do; never code. */
  readonly name: string;
  readonly actionType: SensitiveActionType;
  /** JSON. Hostile until the application's own validator has passed it. */
  readonly parameters: unknown;
  /** A path of the same origin. */
  readonly returnTo: string;
  /** What the step-up token is to be bound to (R45). */
  readonly parametersDigest?: string | undefined;
  /** Its last token was not accepted, or has expired. */
  readonly because?: SessionSecurityErrorCode | undefined;
}

/** What is put aside; its id is made then. */
export type NewPendingAction = Omit<PendingAction, 'id'>;

/** Why it lies there. */
export type PendingStage =
  /** A prompt for it is open in this page. Offered again when the page was loaded anew meanwhile. */
  | 'prompt'
  /** The user is on the way to the step-up page. */
  | 'page'
  /** The step-up page has confirmed it. */
  | 'proven';

/** As it lies in the storage. */
export interface PendingEntry extends PendingAction {
  readonly stage: PendingStage;
  /** Who put it aside; absent where nobody could tell. */
  readonly userId?: string | undefined;
  /** When it was put aside, or confirmed: epoch milliseconds by this machine's clock. */
  readonly at: number;
  /** Only where the application keeps tokens in the storage. */
  readonly token?: StepUpToken | undefined;
}

/** Characters of one entry. */
export const maxEntryLength = 4096;
/** More than anybody has open at once. */
export const maxEntries = 8;
export const actionName = /^[\w.:-]{1,64}$/;
const idForm = /^[\w-]{16,64}$/;
const digestForm = /^[0-9a-f]{64}$/;
const dangerousKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Those entries of a stored text that have the right shape. */
export function parsePendingEntries(text: string | undefined): readonly PendingEntry[] {
  if (text === undefined || text.length > maxEntries * (maxEntryLength + 256)) return [];
  try {
    // What could reach a prototype is dropped (R73).
    const found: unknown = JSON.parse(text, (key, inner: unknown) => (dangerousKeys.includes(key) ? undefined : inner));
    return Array.isArray(found) ? found.slice(0, maxEntries).flatMap(readEntry) : [];
  } catch {
    return [];
  }
}

/** An id as this package makes them, or nothing. */
export function isPendingId(value: unknown): value is string {
  return typeof value === 'string' && idForm.test(value);
}

/** A token as the server makes them. */
export function readStepUpToken(value: unknown): StepUpToken | undefined {
  if (!isObject(value)) return undefined;
  const { token, expiresAt } = value;
  return typeof token === 'string' && digestForm.test(token) && typeof expiresAt === 'number'
    ? { token, expiresAt }
    : undefined;
}

function readEntry(value: unknown): PendingEntry[] {
  if (!isObject(value)) return [];
  const { id, name, parameters, returnTo, parametersDigest, because, userId, at } = value;
  const actionType = sensitiveActionTypes.find((known) => known === value['actionType']);
  const stage = stages.find((known) => known === value['stage']);
  if (!isPendingId(id) || typeof name !== 'string' || !actionName.test(name)) return [];
  if (actionType === undefined || stage === undefined || typeof at !== 'number') return [];
  if (userId !== undefined && !isId(userId)) return [];
  const token = readStepUpToken(value['token']);
  return [
    {
      id,
      name,
      actionType,
      parameters,
      returnTo: sanitizeReturnTo(returnTo),
      ...(typeof parametersDigest === 'string' && digestForm.test(parametersDigest) && { parametersDigest }),
      ...(isSessionSecurityErrorCode(because) && { because }),
      stage,
      ...(userId !== undefined && { userId }),
      at,
      ...(token !== undefined && { token }),
    },
  ];
}

const stages: readonly PendingStage[] = ['prompt', 'page', 'proven'];
