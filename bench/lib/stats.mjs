/** Medians and percentiles. Means are left out on purpose: one pause of the machine moves them. */

/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/** Nearest rank. @param {readonly number[]} values @param {number} share 0 to 1 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[index] ?? Number.NaN;
}

/** To three significant digits: more is noise. @param {number} value */
export function rounded(value) {
  return Number(value.toPrecision(3));
}
