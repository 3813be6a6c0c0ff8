/** A text as the dark squares of a QR code (ISO/IEC 18004). What makes it is loaded with the first one (SPEC K10). */
export interface QrDrawing {
  /** In modules, quiet zone included. */
  readonly size: number;
  /** Of an SVG path in a square of `size`: each run of dark modules in a row is one rectangle. */
  readonly path: string;
}

/** ISO/IEC 18004 §6.3.8: four light modules on every side, or cameras don't find it. */
const quietZone = 4;

/** Rejects where the code can't be fetched, or the text is too long for a QR code. */
export async function drawQrCode(text: string): Promise<QrDrawing> {
  const { correction, generate } = await import('lean-qr');
  const { size, get } = generate(text, { minCorrectionLevel: correction.M });
  const runs: string[] = [];
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!get(x, y)) continue;
      const start = x;
      while (get(x + 1, y)) x += 1;
      const width = String(x + 1 - start);
      runs.push(`M${String(start + quietZone)} ${String(y + quietZone)}h${width}v1h-${width}z`);
    }
  }
  return { size: size + 2 * quietZone, path: runs.join('') };
}
