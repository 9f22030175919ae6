import { h } from '../core/dom.js';
import { Pairing } from './pairing.js';
import { messageRow, placeholder } from './message-row.js';
import { VirtualList } from './virtual-list.js';

/** A conversation as a list of any length. */
export class Conversation {
  #list;
  #source = null;
  #pairing = new Pairing();
  #notes = null;
  #marked = new Set();
  #colours;
  #onRaw;
  #unseen = h('button', { type: 'button', class: 'unseen', hidden: true, onclick: () => this.toEnd() });

  /** The element to show. */
  element;

  constructor(colours, onRaw) {
    this.#colours = colours;
    this.#onRaw = onRaw;
    const scroller = h('div', { class: 'scroller', role: 'region', 'aria-label': 'Conversation', tabindex: 0 });
    this.element = h('div', { class: 'conversation' }, scroller, this.#unseen);
    this.#list = new VirtualList(scroller, (place) => this.#row(place), (first, last) => this.#range(first, last));
  }

  /** Shows other messages; some of them may be marked by their `seq`. */
  show(source, notes, marked = new Set()) {
    this.#source?.close();
    this.#pairing = new Pairing();
    this.#notes = notes;
    this.#marked = marked;
    this.#unseen.hidden = true;
    this.#source = source;
    source.onLoaded = (placed) => this.#loaded(placed);
    this.#pairing.take(source.entries());
    this.#list.reset(source.count);
  }

  /** Follows a session that goes on. */
  goOn(count, notes) {
    const more = count - this.#source.count;
    const follow = this.#list.isAtEnd;
    if (notes.count !== this.#notes.count) {
      this.#notes = notes;
      this.#list.invalidate(this.#shown());
    }
    if (more > 0) {
      this.#source.count = count;
      this.#list.grow(count);
      if (follow) {
        this.toEnd();
      } else {
        this.#tellUnseen(more);
      }
    }
  }

  /** Loads a message again, if it is there: what was told of it changed it. */
  reload(change) {
    return this.#source.reload?.(change);
  }

  toEnd() {
    this.#unseen.hidden = true;
    this.#list.scrollTo(this.#list.count - 1, 'end');
  }

  scrollTo(place) {
    this.#list.scrollTo(place, 'near');
  }

  /** Moves the focus by one message that says something. */
  step(by) {
    const at = this.#list.placeOf(document.activeElement);
    let next = at < 0 ? this.#list.first - (by > 0 ? 1 : 0) : at;
    do {
      next += by;
    } while (next > 0 && next < this.#list.count - 1 && this.#list.isEmpty(next));
    if (next >= 0 && next < this.#list.count) {
      this.#list.focus(next);
    }
  }

  /** Opens or closes what is folded in the message that has the focus. */
  unfold() {
    const row = document.activeElement?.closest?.('[data-place]');
    const folds = [...(row?.querySelectorAll('details') ?? [])];
    const open = !folds.every((fold) => fold.open);
    folds.forEach((fold) => {
      fold.open = open;
    });
    return folds.length > 0;
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  close() {
    this.#source?.close();
  }

  #tellUnseen(more) {
    const all = (this.#unseen.hidden ? 0 : Number(this.#unseen.dataset.count)) + more;
    this.#unseen.dataset.count = all;
    this.#unseen.textContent = `↓ ${all} new`;
    this.#unseen.hidden = false;
  }

  #range(first, last) {
    this.#source.need(first, last);
    if (!this.#unseen.hidden && this.#list.isAtEnd) {
      this.#unseen.hidden = true;
    }
  }

  #loaded(placed) {
    const touched = this.#pairing.take(placed);
    placed.forEach(([place]) => touched.add(place - 1));
    this.#list.invalidate(touched);
  }

  #row(place) {
    const message = this.#source.get(place);
    if (!message) {
      return placeholder(place, this.#source.count);
    }
    const notes = this.#notes.of(message, this.#next(place));
    if (notes.length === 0 && this.#pairing.isFolded(place) && !message.redaction && !this.#marked.has(message.seq)) {
      return null;
    }
    return messageRow({
      message, place, notes, count: this.#source.count, pairing: this.#pairing, colours: this.#colours,
      marked: this.#marked.has(message.seq), onRaw: this.#onRaw,
    });
  }

  /** The next message, if it is known; at the end there is none, and before what is not loaded nothing is told yet. */
  #next(place) {
    return place === this.#source.count - 1 ? null : this.#source.get(place + 1) ?? { time: '' };
  }

  #shown() {
    return [...this.element.querySelectorAll('[data-place]')].map((row) => Number(row.dataset.place));
  }
}
