import { h } from '../core/dom.js';
import { Heights } from './heights.js';

/** What is drawn above and below what is seen, in pixels. */
const MARGIN = 900;
const ESTIMATE = 96;

/**
 * A list of any length of which only what is seen is in the document. Rows may have any height, which is
 * measured once they are there, and change it; what one looks at stays where it is.
 */
export class VirtualList {
  #rows = new Map();
  #heights = new Heights(0, ESTIMATE);
  #inner = h('div', { class: 'rows', role: 'presentation' });
  #render;
  #onRange;
  #frame = 0;
  #observer = new ResizeObserver((entries) => this.#measured(entries));
  #goal = null;

  /**
   * @param {HTMLElement} scroller the element that scrolls
   * @param {function(number): HTMLElement|null} render makes a row; null is a row without a height
   * @param {function(number, number): void} onRange is told which rows are about to be seen, first and last
   */
  constructor(scroller, render, onRange) {
    this.scroller = scroller;
    this.#render = render;
    this.#onRange = onRange;
    scroller.append(this.#inner);
    scroller.addEventListener('scroll', () => this.#soon(), { passive: true });
    for (const byHand of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
      scroller.addEventListener(byHand, () => this.#letGo(), { passive: true });
    }
    this.#observer.observe(scroller);
  }

  get count() {
    return this.#heights.count;
  }

  /** Whether the end of the list is in sight. */
  get isAtEnd() {
    const s = this.scroller;
    return s.scrollTop + s.clientHeight >= s.scrollHeight - 60;
  }

  /** More rows at the end. */
  grow(count) {
    if (count > this.count) {
      this.#heights.grow(count, ESTIMATE);
      this.draw();
    }
  }

  /** Other rows. */
  reset(count) {
    this.#goal = null;
    this.#rows.forEach((row) => this.#drop(row));
    this.#rows.clear();
    this.#heights = new Heights(count, ESTIMATE);
    this.scroller.scrollTop = 0;
    this.draw();
  }

  /** Draws rows anew because they say something else. */
  invalidate(places) {
    for (const place of places) {
      const row = this.#rows.get(place);
      if (row) {
        this.#replaceRow(place, row);
      }
    }
    this.draw();
  }

  #replaceRow(place, old) {
    const hadFocus = old.contains(document.activeElement);
    this.#drop(old);
    this.#rows.delete(place);
    if (hadFocus) {
      this.#draw(place)?.focus({ preventScroll: true });
    }
  }

  /** Brings a row into sight, and keeps it there while rows around it get their heights. */
  scrollTo(place, where = 'start') {
    this.#goal = { place: Math.max(0, Math.min(place, this.count - 1)), where };
    this.draw();
  }

  /** Moves the focus to a row. */
  focus(place) {
    this.scrollTo(place, 'near');
    this.#rows.get(place)?.focus({ preventScroll: true });
  }

  /** The place of the row that holds an element, or -1. */
  placeOf(element) {
    const row = element?.closest?.('[data-place]');
    return row && this.#inner.contains(row) ? Number(row.dataset.place) : -1;
  }

  /** The first row in sight. */
  get first() {
    return this.#heights.at(this.scroller.scrollTop);
  }

  /** Whether a row has no height. */
  isEmpty(place) {
    return this.#heights.of(place) === 0;
  }

  #letGo() {
    this.#goal = null;
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  /** Puts into the document what is seen, and takes out what is not. */
  draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    // A feed without an article is none.
    this.scroller.setAttribute('role', this.count === 0 ? 'region' : 'feed');
    if (this.count === 0) {
      this.#inner.style.height = '0';
      return;
    }
    this.#reachGoal();
    const top = this.scroller.scrollTop;
    const first = this.#heights.at(Math.max(0, top - MARGIN));
    const last = this.#heights.at(top + this.scroller.clientHeight + MARGIN);
    const focused = this.placeOf(document.activeElement);
    for (const [place, row] of this.#rows) {
      if ((place < first || place > last) && place !== focused) {
        this.#drop(row);
        this.#rows.delete(place);
      }
    }
    for (let place = first; place <= last; place++) {
      this.#draw(place);
    }
    this.#place();
    this.#onRange(first, last);
  }

  #draw(place) {
    if (this.#rows.has(place)) {
      return this.#rows.get(place);
    }
    const row = this.#render(place);
    if (row === null) {
      this.#heights.set(place, 0);
      return null;
    }
    row.classList.add('row');
    row.dataset.place = place;
    this.#rows.set(place, row);
    this.#inner.insertBefore(row, this.#follower(place));
    this.#observer.observe(row);
    return row;
  }

  /** Rows stand in the document in their order, for those who read it without seeing it. */
  #follower(place) {
    let row = this.#inner.lastElementChild;
    let follower = null;
    while (row && Number(row.dataset.place) > place) {
      follower = row;
      row = row.previousElementSibling;
    }
    return follower;
  }

  #drop(row) {
    this.#observer.unobserve(row);
    row.remove();
  }

  #place() {
    this.#inner.style.height = `${this.#heights.total}px`;
    for (const [place, row] of this.#rows) {
      row.style.transform = `translateY(${this.#heights.top(place)}px)`;
    }
  }

  #measured(entries) {
    const anchor = this.first;
    const into = this.scroller.scrollTop - this.#heights.top(anchor);
    let moved = false;
    for (const { target, borderBoxSize } of entries) {
      const place = target === this.scroller ? -1 : Number(target.dataset.place);
      if (place >= 0 && this.#rows.get(place) === target) {
        const height = borderBoxSize[0].blockSize;
        moved ||= Math.abs(height - this.#heights.of(place)) > 0.5;
        this.#heights.set(place, height);
      }
    }
    if (moved) {
      this.#inner.style.height = `${this.#heights.total}px`;
      if (!this.#goal) {
        this.scroller.scrollTop = this.#heights.top(anchor) + into;
      }
    }
    this.draw();
  }

  #reachGoal() {
    if (!this.#goal) {
      return;
    }
    const { place, where } = this.#goal;
    const { clientHeight, scrollTop } = this.scroller;
    const top = this.#heights.top(place);
    const bottom = top + this.#heights.of(place);
    this.#inner.style.height = `${this.#heights.total}px`;
    if (where === 'end') {
      this.scroller.scrollTop = bottom - clientHeight + 24;
    } else if (where === 'start' || top < scrollTop) {
      this.scroller.scrollTop = top - 8;
    } else if (bottom > scrollTop + clientHeight) {
      this.scroller.scrollTop = Math.min(top - 8, bottom - clientHeight + 24);
    }
  }
}
