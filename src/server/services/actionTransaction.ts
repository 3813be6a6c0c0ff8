/**
 * The transaction of a sensitive action's effect. One at a time with changes of credentials, roles and sessions, and only
 * while what was permitted and proved before still stands: nobody undoes a demotion with a call that was under way (R26,
 * R30, R49, R51).
 */
import { and, eq, isNull } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { stepUpTokens } from '../database/schema';
import { refusalOf, standingOf } from './actionStanding';
import type { ServiceDeps } from './deps';
import type { ProvedAction } from './sensitiveAction';
import { requireStillLive } from './session';
import { credentialEpochOf } from './signInsUnderWay';
import { lockUsers } from './userLock';

/**
 * `others`: whose accounts are changed too.
 *
 * @throws {SessionSecurityError} `SESSION_REVOKED`, `SESSION_EXPIRED`; `FORBIDDEN`, `2FA_REQUIRED`, `STEP_UP_REQUIRED` or
 * `STEP_UP_TOKEN_INVALID` where a change came between.
 */
export async function actionTransaction<Result>(
  deps: ServiceDeps,
  action: ProvedAction,
  effect: (inTransaction: ServiceDeps) => Promise<Result>,
  others: readonly string[] = [],
): Promise<Result> {
  let known: Standing = action;
  for (;;) {
    const { epoch, session } = known;
    const outcome = await deps.database.transaction(async (database) => {
      const inTransaction = { ...deps, database };
      await lockUsers(database, [session.userId, ...others]);
      const { secondFactorAt } = await requireStillLive(inTransaction, session);
      const isUnchanged =
        secondFactorAt === session.secondFactorAt && (await credentialEpochOf(inTransaction, session.userId)) === epoch;
      return isUnchanged
        ? ({ status: 'done', result: await effect(inTransaction) } as const)
        : ({ status: 'changed' } as const);
    });
    if (outcome.status === 'done') return outcome.result;
    // Asked outside of the lock, since the host's accounts may need the database to answer.
    known = await standAgain(deps, action);
  }
}

/** What the checks were made with. */
type Standing = Pick<ProvedAction, 'epoch' | 'session'>;

async function standAgain(deps: ServiceDeps, action: ProvedAction): Promise<Standing> {
  const { actionType, ignoreGrace, granted } = action;
  const epoch = await credentialEpochOf(deps, action.session.userId);
  const session = await requireStillLive(deps, action.session);
  const user = await deps.users.findById(session.userId);
  if (user === null || !(await deps.mayPerform(user, actionType))) {
    throw new SessionSecurityError('FORBIDDEN', { action: actionType });
  }
  if (granted.token === null) {
    const { missing } = await standingOf(deps, { session, user, actionType, ignoreGrace });
    if (missing !== 'nothing') throw refusalOf(missing, actionType);
    return { epoch, session };
  }
  const { tokenHash } = granted.token;
  const [valid] = await deps.database
    .select({ tokenHash: stepUpTokens.tokenHash })
    .from(stepUpTokens)
    .where(and(eq(stepUpTokens.tokenHash, tokenHash), isNull(stepUpTokens.voidedAt)));
  if (valid !== undefined) return { epoch, session };
  throw new SessionSecurityError('STEP_UP_TOKEN_INVALID', { action: actionType, reason: 'credentials_changed' });
}
