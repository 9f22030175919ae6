import { foreign, h, replace } from '../core/dom.js';
import { clock } from '../core/format.js';
import { jsonBlock } from '../session/text.js';

const KEPT = 200;

/** A column with its number, its name, a sentence, and what is in it. */
export function column(step, name, sentence, body, ...more) {
  return h('div', { class: 'column' },
    h('div', { class: 'column-head' },
      h('h2', null, h('span', { class: 'step-number', 'aria-hidden': 'true' }, step), name),
      h('p', null, sentence)),
    body, more);
}

/** A log of entries, the newest last. */
export class EntryLog {
  #list = h('div', { class: 'log', role: 'log' });
  #empty;

  element = h('div', { class: 'column-body', tabindex: 0, role: 'region' }, this.#list);

  /** @param {string} empty says what will be here */
  constructor(name, empty) {
    this.#empty = h('p', { class: 'quiet' }, empty);
    this.element.prepend(this.#empty);
    this.element.setAttribute('aria-label', name);
    this.#list.setAttribute('aria-label', name);
  }

  clear() {
    replace(this.#list);
    this.#empty.hidden = false;
  }

  add(entry) {
    this.#empty.hidden = true;
    this.#list.append(entry);
    if (this.#list.children.length > KEPT) {
      this.#list.firstChild.remove();
    }
    this.element.scrollTop = this.element.scrollHeight;
  }
}

/** A request that publishes, and what became of it. */
export class EventEntry {
  #state = h('span', { class: 'outcome quiet' }, 'sending…');
  #answer = h('p', { class: 'quiet' });
  #again = h('button', { type: 'button', class: 'button small', disabled: true }, 'Send again');

  constructor(request, path, key, onAgain) {
    this.#again.addEventListener('click', onAgain);
    this.element = h('article', { class: 'entry' },
      h('div', { class: 'entry-line' }, h('span', { class: 'entry-name' }, request.name), this.#state),
      brief(request.body),
      h('details', null, h('summary', null, 'Request'),
        h('p', null, h('code', null, `${request.method} ${path}`)),
        h('p', { class: 'quiet' }, 'Idempotency-Key ', h('code', null, foreign(key))),
        jsonBlock(request.body)),
      h('div', { class: 'entry-line' }, this.#answer, this.#again));
  }

  tell(text, kind = '') {
    this.#state.textContent = text;
    this.#state.className = `outcome ${kind}`;
  }

  published(position) {
    replace(this.#answer, '202, position ', h('code', null, position));
    this.#again.disabled = false;
  }

  busy(is) {
    this.#again.disabled = is;
  }
}

/** What it says, in a line. */
function brief(data) {
  const said = data.message;
  const text = typeof said?.content === 'string' && said.content ? said.content
    : said?.tool_calls ? `calls ${said.tool_calls.map((call) => call.function?.name).join(', ')}`
      : data.title ?? data.reason ?? data.policies_triggered?.join(', ') ?? '';
  return text ? h('p', { class: 'brief' }, said?.role ? [foreign(said.role, { class: 'quiet' }), ' '] : null, foreign(text)) : null;
}

/** A change as the stream tells it. */
export function changeEntry(item) {
  const data = item.change?.data ?? item.change ?? {};
  return h('article', { class: 'entry' },
    h('div', { class: 'entry-line' },
      h('span', { class: 'entry-name' }, foreign(item.type)),
      h('span', { class: 'quiet' }, `revision ${item.revision}`)),
    brief(data),
    h('p', { class: 'quiet' }, summary(item), clock(item.recorded_at)),
    h('details', null, h('summary', null, 'Change'), jsonBlock(data)));
}

function summary({ change = {} }) {
  return Number.isInteger(change.index) ? `message ${change.index + 1} of ${change.agent} · ` : '';
}
