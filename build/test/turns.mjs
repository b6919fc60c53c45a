/**
 * @typedef {object} Turn
 * @property {(text: string) => void} say
 * @property {() => Promise<void>} end resolves once everything was written
 */

/** What runs at once is written one after the other: the first as it comes, the next from when that has ended. */
export class Turns {
  /** @type {Promise<void>} */
  #before = Promise.resolve();

  /** @param {(text: string) => void} write */
  constructor(write) {
    this.write = write;
  }

  /** @returns {Turn} */
  next() {
    const { write } = this;
    let held = '';
    let isHeld = true;
    const begun = this.#before.then(() => {
      isHeld = false;
      write(held);
    });
    /** @type {() => void} */
    let pass = () => {};
    this.#before = new Promise((resolve) => {
      pass = resolve;
    });
    return {
      say(text) {
        if (isHeld) held += text;
        else write(text);
      },
      end: () => begun.then(pass),
    };
  }
}
