import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Message } from '../../main/net/protocol';
import type { End, Link, LinkListener } from '../../main/net/wire/link';
import { until } from '../support/until';

export interface Ends {
  /** The two ends of one link; nobody listens yet. */
  dialler: Link;
  acceptor: Link;
  /** Sends what is no message from the dialler to the acceptor. */
  sendBad(): void;
  /** Cuts what carries the link. */
  breakOff(): void;
}

/** Writes down all that a link says. */
class Notes implements LinkListener {
  readonly messages: Message[] = [];
  readonly ends: (End | null)[] = [];

  message(message: Message): void {
    assert.deepEqual(this.ends, [], 'nothing comes after the end');
    this.messages.push(message);
  }

  closed(end: End | null): void {
    this.ends.push(end);
  }

  get names(): string[] {
    return this.messages.map((message) => (message.type === 'name' ? message.name : message.type));
  }
}

const BAD_FORGIVEN = 10;
const hundred = Array.from({ length: 100 }, (_, i) => `name ${i}`);

function say(link: Link, names: string[]): void {
  for (const name of names) link.send({ type: 'name', name });
}

/** What every link does, however it carries its messages. */
export function linkContract(name: string, open: (test: TestContext) => Promise<Ends>): void {
  test(`${name} brings messages in order, both ways`, async (context) => {
    const { dialler, acceptor } = await open(context);
    const [left, right] = [new Notes(), new Notes()];
    dialler.listen(left);
    acceptor.listen(right);
    say(dialler, hundred);
    say(acceptor, hundred);
    await until('all to arrive', () => left.names.length === 100 && right.names.length === 100);
    assert.deepEqual([left.names, right.names], [hundred, hundred]);
    assert.deepEqual([dialler.dialled, acceptor.dialled], [true, false]);
  });

  test(`${name} keeps what came before anybody listened`, async (context) => {
    const { dialler, acceptor } = await open(context);
    const [first, later] = [new Notes(), new Notes()];
    dialler.listen(first);
    say(dialler, hundred);
    say(acceptor, ['the other way']);
    await until('the way back to be seen', () => first.names.length === 1);
    acceptor.listen(later);
    await until('all to arrive', () => later.names.length === 100);
    assert.deepEqual(later.names, hundred);
  });

  for (const closer of ['dialler', 'acceptor'] as const) {
    test(`${name} tells the other side why the ${closer} closed, once, after all that was said`, async (context) => {
      const ends = await open(context);
      const [own, other] = [new Notes(), new Notes()];
      ends[closer].listen(own);
      ends[closer === 'dialler' ? 'acceptor' : 'dialler'].listen(other);
      say(ends[closer], hundred);
      ends[closer].close('removed');
      ends[closer].close('closing');
      say(ends[closer], ['too late']);
      await until('the end to be seen', () => other.ends.length > 0);
      assert.deepEqual(other.names, hundred);
      assert.deepEqual(other.ends, [{ byPeer: true, farewell: 'removed' }]);
      assert.deepEqual(own.ends, [{ byPeer: false, farewell: 'removed' }]);
    });
  }

  test(`${name} tells a listener that comes late that it is closed, after what was said`, async (context) => {
    const { dialler, acceptor } = await open(context);
    const [own, late] = [new Notes(), new Notes()];
    acceptor.listen(own);
    say(acceptor, ['a', 'b']);
    acceptor.close('full');
    await until('the late one to have it all', async () => {
      if (late.names.length === 0) dialler.listen(late);
      return late.ends.length > 0;
    });
    assert.deepEqual([late.names, late.ends], [['a', 'b'], [{ byPeer: true, farewell: 'full' }]]);
  });

  test(`${name} may be closed by its listener, also while it is told what it missed`, async (context) => {
    const { dialler, acceptor } = await open(context);
    const other = new Notes();
    dialler.listen(other);
    say(dialler, hundred);
    say(acceptor, ['the other way']);
    await until('the way back to be seen', () => other.names.length === 1);
    const notes = new Notes();
    acceptor.listen({
      message: (message) => {
        notes.message(message);
        acceptor.close('closing');
      },
      closed: (end) => notes.closed(end),
    });
    await until('the end to be seen', () => other.ends.length > 0);
    assert.deepEqual([notes.names.length, notes.ends], [1, [{ byPeer: false, farewell: 'closing' }]]);
  });

  test(`${name} drops bad messages, and after too many closes and says why`, async (context) => {
    const { dialler, acceptor, sendBad } = await open(context);
    const [own, notes] = [new Notes(), new Notes()];
    dialler.listen(own);
    acceptor.listen(notes);
    for (let i = 0; i < BAD_FORGIVEN; i++) sendBad();
    say(dialler, ['good']);
    await until('the good one to arrive', () => notes.names.length === 1);
    assert.deepEqual([notes.names, notes.ends], [['good'], []]);
    sendBad();
    await until('both to see the end', () => notes.ends.length + own.ends.length === 2);
    assert.deepEqual(notes.ends, [{ byPeer: false, farewell: 'broken' }]);
    assert.deepEqual(own.ends, [{ byPeer: true, farewell: 'broken' }]);
  });

  test(`${name} that breaks tells no farewell`, async (context) => {
    const { dialler, acceptor, breakOff } = await open(context);
    const [left, right] = [new Notes(), new Notes()];
    dialler.listen(left);
    acceptor.listen(right);
    breakOff();
    await until('both to see the end', () => left.ends.length + right.ends.length === 2);
    assert.deepEqual([left.ends, right.ends], [[null], [null]]);
  });
}
