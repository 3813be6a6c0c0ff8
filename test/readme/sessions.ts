/** What stands in the README under “Our back end”, for the snippets that need it: over a database that is the test's own. */
import { people } from '../support/server/sensitive';
import { createTestServer } from '../support/server/createTestServer';

/** The host has paying protected too, which is off by default (SPEC F1). */
export const testServer = await createTestServer({
  policy: { actions: { payment_settings: { proof: 'fresh', graceMs: 0 } } },
});

export const sessions = testServer.server;

for (const person of Object.values(people)) await sessions.users.createUser(person);
