import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Address, addressText, parseAddress } from '../../main/net/address';
import { isBarred, isLoopback } from '../../main/net/barred';
import { Refused } from '../../main/store/refusal';

test('an address is read in every form that people write', () => {
  const forms: [unknown, Address][] = [
    [4000, { host: 'localhost', port: 4000 }],
    ['4000', { host: 'localhost', port: 4000 }],
    [' 4000 ', { host: 'localhost', port: 4000 }],
    [':4000', { host: 'localhost', port: 4000 }],
    ['localhost:4000', { host: 'localhost', port: 4000 }],
    ['192.168.1.23:4000', { host: '192.168.1.23', port: 4000 }],
    ['Salle-12.Univ.example:4000', { host: 'salle-12.univ.example', port: 4000 }],
    ['[::1]:4000', { host: '::1', port: 4000 }],
    ['[FD00::2]:4000', { host: 'fd00::2', port: 4000 }],
    ['[fe80::1%12]:4000', { host: 'fe80::1%12', port: 4000 }],
    ['http://192.168.1.23:4000', { host: '192.168.1.23', port: 4000 }],
    ['http://192.168.1.23:4000/', { host: '192.168.1.23', port: 4000 }],
    ['1', { host: 'localhost', port: 1 }],
    ['65535', { host: 'localhost', port: 65_535 }],
  ];
  for (const [input, address] of forms) assert.deepEqual(parseAddress(input), address, String(input));
});

test('a port alone is near whoever told it', () => {
  assert.deepEqual(parseAddress(4000, '192.168.1.23'), { host: '192.168.1.23', port: 4000 });
  assert.deepEqual(parseAddress('other:4000', '192.168.1.23'), { host: 'other', port: 4000 });
});

test('of a host without a port it is told what is missing, with an example', () => {
  for (const host of ['192.168.1.31', 'localhost', 'http://localhost', 'http://localhost/', 'host:', '[::1]', '4e3']) {
    assert.throws(
      () => parseAddress(host),
      (error) => error instanceof Refused && error.code === 'no-port' && /192\.168\.1\.31:3000/.test(error.message),
      host,
    );
  }
});

test('what is no address is refused', () => {
  const texts = ['', ' ', 'https://localhost:4000', 'a b:4000', 'user@host:4000', 'a b', 'host/path'];
  const more = ['host:port', '::1:4000', '-host:4000', '256.1.1.1:4000', '1.2.3:4000', '[::1::2]:4000', 'h:4000/path'];
  for (const input of [
    ...texts,
    ...more,
    `${'h'.repeat(300)}:1`,
    4.5,
    -1,
    Number.NaN,
    null,
    undefined,
    true,
    [4000],
    {},
  ]) {
    assert.throws(
      () => parseAddress(input),
      (error) => error instanceof Refused && error.code === 'bad-address',
      JSON.stringify(input),
    );
  }
});

test('a port out of range is told apart', () => {
  for (const input of [0, '65536', 'host:99999999999999999999']) {
    assert.throws(
      () => parseAddress(input),
      (error) => error instanceof Refused && error.code === 'bad-port',
    );
  }
});

test('one place has one text, which is read back as it was', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1']) {
    assert.equal(addressText({ host, port: 4000 }), 'localhost:4000', host);
    assert.ok(isLoopback(host), host);
  }
  assert.equal(addressText({ host: '::ffff:192.168.1.23', port: 4000 }), '192.168.1.23:4000');
  for (const text of ['192.168.1.23:4000', '[fd00::2]:4000', 'host.example:1']) {
    assert.equal(addressText(parseAddress(text)), text);
  }
  for (const text of ['[FD00:0:0::2]:4000', '[fd00:0:0:0:0:0:0:2]:4000', '[fd00::0002]:4000']) {
    assert.equal(addressText(parseAddress(text)), '[fd00::2]:4000');
  }
  for (const text of ['[::ffff:192.168.1.23]:4000', '[::ffff:c0a8:117]:4000', '[0:0:0:0:0:ffff:c0a8:117]:4000']) {
    assert.equal(addressText(parseAddress(text)), '192.168.1.23:4000');
  }
});

test('where no node can be is barred, in whatever form it is written', () => {
  const barred = ['0.0.0.0', '0.1.2.3', '::', '169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '100.100.100.200'];
  const many = ['224.0.0.1', '239.255.255.250', '255.255.255.255', '240.0.0.1', 'ff02::1', 'ff02::1%eth0'];
  const within = ['::ffff:0.0.0.0', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '::FFFF:224.0.0.1'];
  for (const host of [...barred, ...many, ...within]) assert.ok(isBarred(host), host);
  const usual = ['127.0.0.1', '::1', '192.168.1.23', '10.0.0.1', '169.254.7.9', 'fe80::1%eth0', 'fd00::2', '8.8.8.8'];
  for (const host of [...usual, 'localhost', 'a-name', '']) assert.ok(!isBarred(host), host);
  assert.ok(isLoopback('::ffff:7f00:1'));
});
