/** How many statements a piece of work sends to the database. PGlite only: there is one connection to listen on. */
import type { DatabaseDriver } from 'react-session-security/server';

interface Client {
  execProtocol(message: Uint8Array, ...rest: unknown[]): Promise<unknown>;
}

/** The first byte of the messages that run something: Execute and simple Query. */
const executes = new Set(['E', 'Q'].map((letter) => letter.charCodeAt(0)));

export async function countStatements(driver: DatabaseDriver, work: () => Promise<unknown>): Promise<number> {
  const client = (driver.database as unknown as { $client: Client }).$client;
  const original = client.execProtocol;
  let count = 0;
  client.execProtocol = function execProtocol(message, ...rest) {
    if (executes.has(message[0] ?? 0)) count += 1;
    return original.call(client, message, ...rest);
  };
  try {
    await work();
  } finally {
    client.execProtocol = original;
  }
  return count;
}
