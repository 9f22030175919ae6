import { json, sessionPath } from '../core/api.js';

const PAUSE_MS = 1000;
const TRIES = 30;

/**
 * Publishes requests of one session. The key of each is made of the session and the place, so that a
 * repeat, of this page or of a later one, changes nothing.
 */
export class Publisher {
  #id;
  #signal;

  constructor(id, signal) {
    this.#id = id;
    this.#signal = signal;
  }

  /** The key with which a request is sent. */
  keyOf(request) {
    return `${this.#id}:${request.key}`;
  }

  /** Publishes; tries again while the log or the service is away. */
  async publish(request, onWait) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await json(sessionPath(this.#id, request.path), {
          method: request.method, body: request.body, signal: this.#signal, headers: { 'Idempotency-Key': this.keyOf(request) },
        });
      } catch (problem) {
        const again = problem.status === 0 || problem.status === 503 || problem.status === 429;
        if (!again || attempt === TRIES) {
          throw problem;
        }
        onWait(problem);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  /** What became of what was published. */
  async outcome(position) {
    const { outcomes } = await json(`/v1/outcomes/${encodeURIComponent(position)}`, { signal: this.#signal });
    return outcomes[0] ?? { outcome: 'unknown' };
  }

  /** The session after a position, or null if there is none. */
  async session(position) {
    const query = { messages: 'all', after: position, wait: position ? '10s' : undefined };
    try {
      return await json(sessionPath(this.#id, '', query), { signal: this.#signal });
    } catch (problem) {
      if (problem.status === 404) {
        return null;
      }
      throw problem;
    }
  }
}
