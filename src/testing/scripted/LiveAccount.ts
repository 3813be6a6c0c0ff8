/** The account as it stands now: what its owner changes, the next call sees. */
import type { ScriptedAccount } from '../fixtures';

export type LiveAccount = { -readonly [Field in keyof ScriptedAccount]: ScriptedAccount[Field] };
