import { h, replace } from '../core/dom.js';
import { full, number } from '../core/format.js';

/** While the slider moves, only where it rests is read. */
const REST_MS = 140;

/** Steps through the revisions of a session. */
export class RevisionBar {
  #revision = 0;
  #current = 0;
  #onStep;
  #timer = null;
  #slider = h('input', { type: 'range', min: 1, step: 1, 'aria-label': 'Revision', oninput: () => this.#slid() });
  #label = h('span', { class: 'revision-label' });
  #back = this.#button('‹', 'One revision back ([)', () => this.step(-1));
  #forward = this.#button('›', 'One revision forward (])', () => this.step(1));
  #now = h('button', { type: 'button', class: 'button small', onclick: () => this.#tell(null) }, 'Now');

  element = h('div', { class: 'revision-bar', role: 'group', 'aria-label': 'Time travel' },
    this.#back, this.#slider, this.#forward, this.#label, this.#now);

  /** @param {function(number|null)} onStep is told a revision, or null for the session as it is */
  constructor(onStep) {
    this.#onStep = onStep;
  }

  /** Shows where we are: a revision of the past, or null. */
  show(asOf, current, recordedAt = null) {
    this.#current = current;
    this.#revision = asOf ?? current;
    this.#slider.max = Math.max(current, 1);
    this.#slider.value = this.#revision;
    this.#slider.setAttribute('aria-valuetext', `${this.#revision} of ${current}`);
    this.#back.disabled = this.#revision <= 1;
    this.#forward.disabled = asOf === null;
    this.#now.disabled = asOf === null;
    this.element.classList.toggle('past', asOf !== null);
    replace(this.#label, asOf === null ? 'now, revision ' : 'revision ', h('strong', null, number(this.#revision)), ` of ${number(current)}`,
      recordedAt ? h('time', { datetime: recordedAt }, full(recordedAt)) : null);
  }

  /** One step back or forward; after the last revision comes now. */
  step(by) {
    const to = this.#revision + by;
    if (to >= 1 && !(by > 0 && this.#now.disabled)) {
      this.#tell(to >= this.#current ? null : to);
    }
  }

  #slid() {
    const to = Number(this.#slider.value);
    this.show(to >= this.#current ? null : to, this.#current);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(to >= this.#current ? null : to), REST_MS);
  }

  #tell(asOf) {
    clearTimeout(this.#timer);
    this.show(asOf, this.#current);
    this.#onStep(asOf);
  }

  #button(text, name, act) {
    return h('button', { type: 'button', class: 'icon-button', 'aria-label': name, title: name, onclick: act }, text);
  }
}
