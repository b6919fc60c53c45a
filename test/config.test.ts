import assert from 'node:assert/strict';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { checkConfig, defaultName, type RawOptions, UsageError } from '../main/config';

const profiles = (platform: NodeJS.Platform, names: readonly string[]): (string | undefined)[] =>
  names.map((profile) => checkConfig({ profile }, {}, platform).profile);

/** Windows finds `Bob` by `Bob.`, and a device by `con` wherever it stands. */
const others = ['Bob.', 'Bob ', 'con', 'Nul', 'com1', 'aux.byr', 'D:\\teams\\Bob.', 'teams/LPT1'];

test('on Windows a profile whose folder another name finds, or none, is refused', () => {
  for (const profile of others) assert.throws(() => profiles('win32', [profile]), UsageError, profile);
  assert.deepEqual(profiles('linux', others), others);
});

test('on Windows a profile is called as its user likes otherwise', () => {
  const names = ['Bob', 'Éloïse et Zoé', 'Team.byr', 'console', 'v1.0', '..\\other', 'D:\\teams\\', '.hidden'];
  assert.deepEqual(profiles('win32', names), names);
});

/** As the README tells each user; a folder elsewhere would start everybody anew, with an empty database. */
const homes: [platform: NodeJS.Platform, env: Record<string, string>, folder: string][] = [
  ['linux', {}, join(homedir(), '.local', 'share', 'build-your-rating')],
  ['linux', { XDG_DATA_HOME: '/data' }, join('/data', 'build-your-rating')],
  ['linux', { XDG_DATA_HOME: 'relative' }, join(homedir(), '.local', 'share', 'build-your-rating')],
  ['darwin', { XDG_DATA_HOME: '/data' }, join(homedir(), 'Library', 'Application Support', 'Build Your Rating')],
  ['win32', { APPDATA: '/roaming' }, join('/roaming', 'Build Your Rating')],
  ['win32', {}, join(homedir(), 'AppData', 'Roaming', 'Build Your Rating')],
  ['linux', { BYR_HOME: '/elsewhere', XDG_DATA_HOME: '/data' }, resolve('/elsewhere')],
];

for (const [platform, env, folder] of homes) {
  test(`data is found where it was: on ${platform}, with ${JSON.stringify(env)}`, () => {
    assert.equal(checkConfig({}, env, platform).profiles, join(folder, 'profiles'));
  });
}

test('a node of which nothing is said leaves all to its profile, and listens on a port of the course', () => {
  const { profiles: _, ...config } = checkConfig({}, {}, 'linux');
  const unsaid = ['profile', 'name', 'rule', 'acknowledge', 'nearby', 'networkKey'].map((option) => [
    option,
    undefined,
  ]);
  const given = { path: '/byr', ports: [3000, 4000, 5000, 0], peers: [] };
  assert.deepEqual(config, { ...Object.fromEntries(unsaid), ...given });
});

test('what is said of a node holds', () => {
  const peer = ['4000', 'http://Friend:5000'];
  const raw = {
    port: '65535',
    name: ' Zoé ',
    rule: 'first',
    acknowledge: 'early',
    nearby: 'off',
    path: '/class',
    peer,
  };
  const { ports, peers, ...config } = checkConfig({ ...raw, private: true }, {}, 'linux');
  assert.deepEqual([ports, peers], [[65_535], ['localhost:4000', 'friend:5000']]);
  const { name, rule, acknowledge, nearby, path, networkKey } = config;
  assert.deepEqual([name, rule, acknowledge, nearby, path], ['Zoé', 'first', 'early', false, '/class']);
  assert.equal(networkKey, 'any');
  assert.equal(checkConfig({ nearby: 'on' }, {}, 'linux').nearby, true);
  const key = { BYR_NETWORK_KEY: 'k7qf-2m9x-0011-abcd-efgh' };
  assert.equal(checkConfig({ private: true }, key, 'linux').networkKey, 'K7QF2M9X0011ABCDEFGH');
});

const mistakes: [RawOptions, RegExp][] = [
  [{ port: 'seventy' }, /^--port takes a number from 1 to 65535\.$/],
  [{ port: '0' }, /^--port takes a number from 1 to 65535\.$/],
  [{ port: '65536' }, /^--port takes a number from 1 to 65535\.$/],
  [{ name: '' }, /^--name takes a name of 1 to 60 characters/],
  [{ name: 'a\nb' }, /^--name takes a name of 1 to 60 characters/],
  [{ rule: 'newest' }, /^--rule takes 'latest' or 'first'\.$/],
  [{ acknowledge: 'never' }, /^--acknowledge takes 'synced' or 'early'\.$/],
  [{ nearby: 'true' }, /^--nearby takes 'on' or 'off'\.$/],
  [{ path: 'byr' }, /^--path takes a path such as '\/byr'\.$/],
  [{ peer: ['4000', 'a friend'] }, /^--peer a friend: This is not an address\./],
  [{ peer: Array.from({ length: 33 }, () => '4000') }, /^--peer can be given at most 32 times\.$/],
  [{ networkKeyFile: '/nowhere/key' }, /^--network-key-file \/nowhere\/key: There is no such file\.$/],
  ...[' ', '.', '..', 'a\0b'].map((profile): [RawOptions, RegExp] => [{ profile }, /^A profile is a name or the path/]),
];

for (const [raw, message] of mistakes) {
  test(`a mistake in an option is named: ${JSON.stringify(raw).slice(0, 60)}`, () => {
    assert.throws(() => checkConfig(raw, {}, 'linux'), { name: 'UsageError', message });
  });
}

test('as many peers as may be are taken', () => {
  assert.equal(checkConfig({ peer: Array.from({ length: 32 }, () => '4000') }, {}, 'linux').peers.length, 32);
});

test('a node is called after its user, with a number from the second profile on', () => {
  const { username } = userInfo();
  assert.deepEqual([null, 1, 2].map(defaultName), [username, username, `${username} 2`]);
});
