/**
 * The servers that are compared. Each makes its own tables, signs in `accounts` users through its own public API, fills
 * up to `stored` sessions and says what a validation request is and what its answer must contain.
 */
import { betterAuthServer } from './betterAuthServer.mjs';
import { floorServer } from './floorServer.mjs';
import { ourServer } from './ourServer.mjs';

/** @typedef {'postgres' | 'pglite'} Store */
/** @typedef {{ store: Store, url: string, accounts: number, stored: number }} ServerContext */
/** @typedef {{ headers: Record<string, string>, expected: string }} Caller One signed-in browser. */
/** @typedef {{ name: string, path: string, callers: readonly Caller[] }} Target */
/** @typedef {{ listener: import('node:http').RequestListener, targets: readonly Target[] }} ServerUnderTest */

/** @type {Record<string, (context: ServerContext) => Promise<ServerUnderTest>>} */
export const servers = { ours: ourServer, betterAuth: betterAuthServer, floor: floorServer };
