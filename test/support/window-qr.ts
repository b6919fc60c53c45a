import type { AppWindow } from './app';
import { readQr } from './read-qr';

/** What a camera reads off the QR code that a window shows. */
export async function shownQr({ app, page }: AppWindow): Promise<string | null> {
  const picture = (await page.getByTestId('qr-code').screenshot()).toString('base64');
  const { pixels, width, height } = await app.evaluate(({ nativeImage }, png) => {
    const image = nativeImage.createFromBuffer(Buffer.from(png, 'base64'));
    return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
  }, picture);
  // Blue comes first here, which makes no difference to black and white.
  return readQr(new Uint8ClampedArray(Buffer.from(pixels, 'base64')), width, height);
}
