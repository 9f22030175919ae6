/** Server-sent events by fetch: an EventSource cannot carry the header with the token. */

/**
 * Reads the lines of a stream into events, as the HTML standard has it.
 */
export class EventParser {
  #rest = '';
  #data = [];
  #type = '';

  /** The id of the last event, from which a stream goes on. */
  lastId = null;

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
      this.lastId = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
    return null;
  }

  #complete() {
    const event = { id: this.lastId, type: this.#type || 'message', data: this.#data.join('\n') };
    const empty = this.#data.length === 0;
    this.#data = [];
    this.#type = '';
    return empty ? null : event;
  }
}
