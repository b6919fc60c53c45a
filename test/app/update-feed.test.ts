import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Feed, isSafe, parseFeedAddress, readFeed } from '../../main/app/update-feed';

const SHA512 = `${'A'.repeat(86)}==`;
const GOOD = { version: '99.0.0', files: [{ url: 'a.AppImage', sha512: SHA512 }] };

/** What is read of a feed whose file has this text. */
function feedOf(text: string, status = 200): Promise<Feed> {
  const fetch = async (): Promise<Response> => new Response(text, { status });
  return readFeed({ fetch } as never, new URL('https://example.org/'), 'latest-linux.yml');
}

test('the address of a feed is a folder on a server that nobody can speak for', () => {
  for (const [text, href] of [
    ['https://example.org', 'https://example.org/'],
    ['https://example.org/byr', 'https://example.org/byr/'],
    ['http://localhost:8080/', 'http://localhost:8080/'],
    ['http://127.0.0.1/a/', 'http://127.0.0.1/a/'],
    ['http://[::1]/', 'http://[::1]/'],
  ] as const)
    assert.equal(parseFeedAddress(text).href, href);
  for (const text of [
    ...['', 'example.org', 'file:///tmp/', 'ftp://localhost/', 'http://example.org/', 'http://192.168.1.23/'],
    ...['http://localhost.example.org/', 'http://127.0.0.1.example.org/', 'http://not-localhost/'],
    ...['https://me@example.org/', 'https://example.org/?a', 'https://example.org/#a'],
  ])
    assert.throws(() => parseFeedAddress(text), { code: 'bad-feed-address' }, text);
  assert.deepEqual(
    ['https://example.org/a', 'http://example.org/a', 'http://localhost/a'].map((url) => isSafe(new URL(url))),
    [true, false, true],
  );
});

test('a feed is a version and its files, and as much of its notes as is shown', async () => {
  assert.deepEqual(await feedOf(JSON.stringify({ ...GOOD, more: 1 })), { ...GOOD, releaseNotes: '' });
  const { releaseNotes } = await feedOf(JSON.stringify({ ...GOOD, releaseNotes: 'x'.repeat(30_000) }));
  assert.equal(releaseNotes.length, 20_000);
  assert.equal((await feedOf(JSON.stringify({ ...GOOD, releaseNotes: [1] }))).releaseNotes, '');
});

test('what is no feed is refused, as is one that is too long or not there', async () => {
  const [file] = GOOD.files;
  for (const wrong of [
    ...[{ version: '99' }, { version: '99.0.0 ' }, { version: 'x99.0.0' }, { version: `1.0.0-${'x'.repeat(60)}` }],
    ...[{ files: [] }, { files: Array(33).fill(file) }, { files: [{ ...file, url: '' }] }],
    ...[{ files: [{ ...file, sha512: SHA512.slice(1) }] }, { files: [{ ...file, sha512: `${SHA512}x` }] }],
  ])
    await assert.rejects(feedOf(JSON.stringify({ ...GOOD, ...wrong })), { code: 'bad-feed' }, JSON.stringify(wrong));
  const long = JSON.stringify({ ...GOOD, more: 'x'.repeat(256 * 1024) });
  await assert.rejects(feedOf(long), { code: 'bad-feed', message: /more than 262144 bytes/ });
  await assert.rejects(feedOf(JSON.stringify(GOOD), 404), { code: 'no-feed', message: /answers 404/ });
});
