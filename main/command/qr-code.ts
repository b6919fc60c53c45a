import { renderUnicodeCompact } from 'uqr';

/** Bright white on black, whatever the terminal's own colours: QR readers need the dark modules dark. */
const COLOURS = '\u001b[97;40m';
const NO_COLOURS = '\u001b[0m';

/** A text as a QR code in half blocks, for a terminal; some 45 columns for an invitation. */
export function qrCode(text: string): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => `${COLOURS}${line}${NO_COLOURS}\n`).join('');
}
