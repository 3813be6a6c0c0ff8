/**
 * Device names are untrusted text (SPEC S7, R94): a right-to-left override or a zero-width character can make an
 * attacker's device read as "this device". Cleaned on the way in by the server and again on the way out by the
 * components, because a foreign back end may not have.
 */

/**
 * Controls, lone surrogates, line separators, and everything that Unicode says draws nothing (bidi controls,
 * zero-width characters, fillers, tags). A zero-width joiner stays where it joins emoji.
 */
const harmful =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u2800\ufff9-\ufffb]|(?!\u200d|\ufe0f)\p{Default_Ignorable_Code_Point}|\u200d(?!\p{Extended_Pictographic})/gu;

/** Marks stacked on one letter reach over the neighbouring rows; no language stacks more than four. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const maxGraphemes = 64;

/** NFC, without harmful characters, white space collapsed, at most 64 graphemes. May be empty. */
export function cleanDeviceName(name: string): string {
  const text = name
    .slice(0, 2048)
    .normalize('NFC')
    .replace(harmful, ' ')
    .replace(stackedMarks, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  return firstGraphemes(text, maxGraphemes).trim();
}

function firstGraphemes(text: string, count: number): string {
  if (text.length <= count) return text;
  if (typeof Intl.Segmenter !== 'function') return Array.from(text).slice(0, count).join('');
  let end = 0;
  let seen = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (seen === count) break;
    end = index + segment.length;
    seen += 1;
  }
  return capCodeUnits(text.slice(0, end));
}

/** One grapheme may be hundreds of joined emoji: bound the code units too, and split no surrogate pair. */
function capCodeUnits(text: string): string {
  const limit = maxGraphemes * 8;
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\p{Cs}\u200d]+$/u, '');
}
