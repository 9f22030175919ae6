/** How long to wait between two looks, the last one again and again. */
const LOOKS_MS = [60, 150, 300, 600, 1200, 2400, 5000];

/** A change is told before every store has it: looks until what is read has got as far. */
export class CatchUp {
  #look;
  #revision;
  #wanted = 0;
  #looking = false;

  /**
   * @param {function(): Promise} look reads again
   * @param {function(): number} revision of what was read last
   */
  constructor(look, revision) {
    this.#look = look;
    this.#revision = revision;
  }

  /** Looks until a revision has been read. */
  async until(revision) {
    this.#wanted = Math.max(this.#wanted, revision);
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    try {
      for (let look = 0; this.#revision() < this.#wanted; look++) {
        const before = this.#revision();
        await new Promise((resolve) => setTimeout(resolve, LOOKS_MS[Math.min(look, LOOKS_MS.length - 1)]));
        if (this.#revision() < this.#wanted) {
          await this.#look();
        }
        look = this.#revision() > before ? -1 : look;
      }
    } finally {
      this.#looking = false;
    }
  }

  /** Looks on if what was told has not been read. */
  goOn() {
    return this.until(0);
  }

  /** Wants nothing more. */
  forget() {
    this.#wanted = 0;
  }
}
