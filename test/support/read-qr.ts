import jsQr from 'jsqr';

/** The text of the QR code on a picture, or `null`. @param rgba 4 bytes a pixel */
export function readQr(rgba: Uint8ClampedArray, width: number, height: number): string | null {
  return jsQr(rgba, width, height)?.data ?? null;
}
