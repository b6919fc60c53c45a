/**
 * All of an input, unless it has more than `most` bytes: then the rest is left unread.
 * @throws what `tooLong` makes
 */
export async function readAll(input: AsyncIterable<Uint8Array>, most: number, tooLong: () => Error): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > most) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
