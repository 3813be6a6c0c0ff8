/**
 * JSON without double meanings (R62, ASVS 15.3.7): parsers disagree about which of two equal keys wins, so a
 * proxy or a log may see another value than the one that is acted on. Depth is bounded because validation recurses.
 */

const maxDepth = 32;

/** Whether `text` is valid JSON, at most 32 levels deep, with no key twice in one object. One linear pass. */
export function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return hasUniqueKeys(text);
}

/** Relies on `text` being valid JSON: after a string inside an object, a colon tells a key from a value. */
function hasUniqueKeys(text: string): boolean {
  /** One entry per open bracket: the keys so far for an object, `null` for an array. */
  const open: (Set<string> | null)[] = [];
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charAt(index)) {
      case '{':
      case '[':
        if (open.length === maxDepth) return false;
        open.push(text[index] === '{' ? new Set() : null);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, index);
        const keys = open.at(-1);
        if (keys && isFollowedByColon(text, end)) {
          const key = keyOf(text.slice(index, end));
          if (keys.has(key)) return false;
          keys.add(key);
        }
        index = end - 1;
        break;
      }
      default:
    }
  }
  return true;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

function isFollowedByColon(text: string, start: number): boolean {
  let index = start;
  while (text[index] === ' ' || text[index] === '\n' || text[index] === '\r' || text[index] === '\t') index += 1;
  return text[index] === ':';
}

/** `"a"` and `"\u0061"` are the same key. */
function keyOf(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);
}
