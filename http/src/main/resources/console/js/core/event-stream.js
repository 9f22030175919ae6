/** Server-sent events by fetch: an EventSource cannot carry the header with the token. */

/**
 * Reads the lines of a stream into events, as the HTML standard has it.
 */
export class EventParser {
  #rest = '';
  #data = [];
  #type = '';
  #id = null;

  /**
   * The id behind which a stream goes on: of what came whole. Of an event that was cut off the id alone may have
   * come, and whoever went on behind it would never be told that event.
   */
  lastId = null;

  /** The first id that came whole: where the stream began. */
  firstId = null;

  /** Milliseconds before another try, as the service wishes. */
  retry = null;

  /** @returns {Array<{id: string|null, type: string, data: string}>} the events that a piece of text completes */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter((event) => event !== null);
  }

  #line(line) {
    if (line === '') {
      return this.#complete();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#type = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
    return null;
  }

  #complete() {
    this.lastId = this.#id ?? this.lastId;
    this.firstId ??= this.#id;
    const event = { id: this.lastId, type: this.#type || 'message', data: this.#data.join('\n') };
    const empty = this.#data.length === 0;
    this.#data = [];
    this.#type = '';
    return empty ? null : event;
  }
}
