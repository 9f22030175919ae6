import { h, replace } from '../core/dom.js';
import { bind } from '../core/keys.js';
import { address, swap } from '../core/router.js';
import { Run } from './run.js';

/** A talk with a scripted agent, and beside it what becomes of every event. */
export class PlaygroundView {
  element = h('div', { class: 'playground-view' });
  #onConnection;
  #mayWrite;
  #id = null;
  #run = null;

  constructor(onConnection, access) {
    this.#onConnection = onConnection;
    this.#mayWrite = !access.rights || access.rights.includes('write') || Boolean(access.problem);
  }

  /** @param {Place} place without an id a new session begins */
  show(place) {
    document.title = 'Playground · Sessionfold';
    ['j', 'k', '[', ']', 'Enter', 'Escape'].forEach((key) => bind(key, () => false));
    bind('/', () => this.#run?.focus());
    if (place.id === null) {
      swap(address('playground', `playground-${crypto.randomUUID().slice(0, 8)}`));
    } else if (place.id !== this.#id || this.#run === null) {
      this.#run?.close();
      this.#id = place.id;
      this.#run = new Run(place.id, this.#onConnection, this.#mayWrite);
      replace(this.element, this.#run.head, this.#run.columns);
      this.#run.start();
    }
  }

  leave() {
    this.#run?.close();
    this.#run = null;
  }
}
