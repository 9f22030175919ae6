import { h } from '../core/dom.js';

const TYPING_MS = 250;
const SINCE = [['', 'any time'], ['15', '15 minutes'], ['60', 'an hour'], ['1440', 'a day'], ['10080', 'a week']];

/** The search field and the filters above the list. */
export class Filters {
  #timer = null;
  #search = h('input', { type: 'search', id: 'search', placeholder: 'Search  /', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Search in the sessions of this list' });
  #user = this.#text('filter-user');
  #application = this.#text('filter-application');
  #since = h('select', { id: 'filter-since' }, SINCE.map(([value, name]) => h('option', { value }, name)));
  #fold = h('details', { class: 'filters' },
    h('summary', null, 'Filter'),
    h('div', { class: 'filter-fields' },
      h('label', { for: 'filter-user', class: 'field' }, 'User', this.#user),
      h('label', { for: 'filter-application', class: 'field' }, 'Application', this.#application),
      h('label', { for: 'filter-since', class: 'field' }, 'Updated within', this.#since)));

  element = h('div', { class: 'search-box', role: 'search' }, this.#search, this.#fold);

  /**
   * @param {function(string)} onSearch is told what to look for in what is loaded
   * @param {function()} onFilter is told that the service must be asked
   */
  constructor(onSearch, onFilter) {
    this.#search.addEventListener('input', () => onSearch(this.#search.value));
    for (const field of [this.#user, this.#application]) {
      field.addEventListener('input', () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(onFilter, TYPING_MS);
      });
    }
    this.#since.addEventListener('change', onFilter);
  }

  #text(id) {
    return h('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false' });
  }

  get text() {
    return this.#search.value;
  }

  /** Whether the service is asked for some sessions alone. */
  get isOn() {
    return this.#fold.classList.contains('active');
  }

  /** The query of the service. */
  get query() {
    const minutes = Number(this.#since.value);
    const query = {
      user: this.#user.value.trim(),
      application: this.#application.value.trim(),
      updated_from: minutes ? new Date(Date.now() - minutes * 60_000).toISOString() : '',
    };
    const some = Object.values(query).filter(Boolean).length;
    this.#fold.classList.toggle('active', some > 0);
    return query;
  }

  focus() {
    this.#search.focus();
    this.#search.select();
  }
}
