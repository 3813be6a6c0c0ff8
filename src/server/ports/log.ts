/**
 * Lines for operators. An entry is an allow-list of fields, so that no secret can slip in (R84); handles arrive as
 * keyed hashes. The record for users and audits is the `security_events` table, not this.
 */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly at?: string;
  readonly userId?: string | null;
  /** Keyed hash of the public handle. */
  readonly sessionRef?: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  readonly path?: string;
  readonly errorCode?: string;
  readonly reason?: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Names, codes and places of an unknown error and its causes; never its words, which may quote the input. */
  readonly error?: readonly { readonly name: string; readonly code?: string; readonly frames: readonly string[] }[];
}

/**
 * Where lines for operators go (R84, R85). `write` must not throw.
 *
 * @default warnings and errors as JSON on standard error
 */
export interface LogPort {
  write(entry: LogEntry): void;
}

/** What {@link jsonLog} writes, and where to. */
export interface JsonLogOptions {
  /** Receives one line, without its end. @default standard error */
  readonly print?: (line: string) => void;
  /** The least level that is written. @default 'warn' */
  readonly level?: LogEntry['level'];
}

const rank = { info: 0, warn: 1, error: 2 } as const;

/** One JSON object a line (R85). */
export function jsonLog({ print = printToStandardError, level = 'warn' }: JsonLogOptions = {}): LogPort {
  return {
    write(entry) {
      if (rank[entry.level] >= rank[level]) print(toLogLine(entry));
    },
  };
}

function printToStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** JSON escapes C0 controls (CR, LF, ESC) itself; the rest that can forge or turn around a line is escaped here. */
const deceptive =
  // oxlint-disable-next-line no-control-regex -- controls are what is escaped
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const maxTextLength = 512;

export function toLogLine(entry: LogEntry): string {
  const line = JSON.stringify(entry, (_, value: unknown) =>
    typeof value === 'string' ? value.slice(0, maxTextLength) : value,
  );
  return line.replace(deceptive, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** What may be said about an error that nobody expected. Database errors quote their parameters in the message. */
export function describeUnknownError(error: unknown): NonNullable<LogEntry['error']> {
  const chain: { name: string; code?: string; frames: string[] }[] = [];
  for (let current = error; current instanceof Error && chain.length < 4; current = current.cause) {
    const code: unknown = 'code' in current ? current.code : undefined;
    chain.push({
      name: current.constructor.name,
      ...(typeof code === 'string' && /^[\w.-]{1,64}$/u.test(code) && { code }),
      frames: framesOf(current),
    });
  }
  return chain.length > 0 ? chain : [{ name: typeof error, frames: [] }];
}

/** A stack starts with the message, which may look like a frame: only what follows it counts. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  if (start === -1) return [];
  return stack
    .slice(start + message.length)
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
}
