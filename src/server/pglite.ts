/** `react-session-security/server/pglite`: Postgres inside the process. For development, demos, tests and small sites. */
import { messages, PGlite, protocol, type QueryOptions, type Results } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { DatabaseDriver } from './database/DatabaseDriver';

/** Where {@link pgliteDriver} keeps its data. */
export interface PgliteDriverOptions {
  /** A folder, used by one process at a time. Without it everything is in memory and lost at the end. */
  readonly dataDir?: string;
}

/** One connection: transactions queue. Use `postgresDriver` where several instances run. */
export function pgliteDriver({ dataDir }: PgliteDriverOptions = {}): DatabaseDriver {
  const client = dataDir === undefined ? new PlanKeepingPGlite() : new PlanKeepingPGlite(dataDir);
  return {
    name: 'pglite',
    database: drizzle(client),
    async close() {
      if (!client.closed) await client.close();
    },
  };
}

interface KeptStatement {
  readonly name: string;
  readonly fields: readonly messages.Field[];
}

/** More than there are in the server; a text beyond it is planned on every call, as PGlite does with all. */
const maxKept = 64;

/**
 * PGlite parses and plans the same text again on every call, which is two thirds of what looking up a session costs
 * (`npm run bench -- validation`). This keeps the plans of parameterised SELECTs as named statements of the protocol.
 */
class PlanKeepingPGlite extends PGlite {
  readonly #kept = new Map<string, KeptStatement>();

  override async query<Row>(text: string, values: unknown[] = [], options: QueryOptions = {}): Promise<Results<Row>> {
    const parameters = values.map(toText);
    if (!this.#isKept(text) || options.rowMode !== 'array' || !parameters.every((value) => value !== undefined)) {
      return super.query<Row>(text, values, options);
    }
    await this.waitReady;
    // In this order PGlite itself waits: first for open transactions, then for the statement under way.
    /* oxlint-disable no-underscore-dangle -- what PGlite's own `query` runs in, see docs/decisions/005 */
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(() => this.#execute<Row>(text, parameters, options)),
    );
    /* oxlint-enable no-underscore-dangle */
  }

  #isKept(text: string): boolean {
    return /^select\b.*\$1\b/su.test(text) && (this.#kept.has(text) || this.#kept.size < maxKept) && !this.closed;
  }

  async #execute<Row>(text: string, values: (string | null)[], { parsers }: QueryOptions): Promise<Results<Row>> {
    const { name, fields } = this.#kept.get(text) ?? (await this.#keep(text));
    const { serialize } = protocol;
    const answer = await this.#send(serialize.bind({ statement: name, values }), serialize.execute({}));
    const readers = fields.map(({ dataTypeID }) => parsers?.[dataTypeID] ?? this.parsers[dataTypeID] ?? String);
    const rows = answer
      .filter((message) => message instanceof messages.DataRowMessage)
      .map(
        (row) =>
          row.fields.map((value, index) => (value === null ? null : (readers[index]?.(value) as unknown))) as Row,
      );
    return { rows, fields: fields.map(({ name: column, dataTypeID }) => ({ name: column, dataTypeID })) };
  }

  async #keep(text: string): Promise<KeptStatement> {
    const { serialize } = protocol;
    const name = `session_security_${this.#kept.size}`;
    const answer = await this.#send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }));
    const described = answer.find((message) => message instanceof messages.RowDescriptionMessage);
    const statement = { name, fields: described?.fields ?? [] };
    this.#kept.set(text, statement);
    return statement;
  }

  async #send(...parts: Uint8Array[]): Promise<messages.BackendMessage[]> {
    // The closing sync ends the exchange after an error too.
    const message = Buffer.concat([...parts, protocol.serialize.sync()]);
    return (await this.execProtocol(message, { syncToFs: false })).messages;
  }
}

/** Values in the protocol's text form; `undefined` for what only PGlite's own serialisers can write. */
function toText(value: unknown): string | null | undefined {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
