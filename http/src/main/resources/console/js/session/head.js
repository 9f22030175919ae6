import { foreign, h, replace } from '../core/dom.js';
import { duration, full, number, plural } from '../core/format.js';
import { send, sessionPath } from '../core/api.js';
import { address } from '../core/router.js';
import { detailsOf } from './details.js';

/** Who, what and how much: what stands above a conversation. */
export class SessionHead {
  #title = h('h1', { tabindex: -1 });
  #facts = h('p', { class: 'head-facts' });
  #agents = h('p', { class: 'head-agents' });
  #details = h('div', { class: 'details-parts' });
  #fold;
  #views = {};
  #session = null;
  #exported = h('span', { class: 'quiet', role: 'status' });

  /** @param {function(string)} onView is told `raw` or `valid` */
  constructor(id, colours, onView) {
    this.id = id;
    this.colours = colours;
    this.#fold = h('details', { class: 'details', ontoggle: () => this.#fillDetails() },
      h('summary', null, 'Details'),
      h('div', { class: 'details-body' }, this.#details, h('p', { class: 'exports' }, 'Export: ',
        this.#export('jsonl', 'JSON lines'), ' ', this.#export('openai', 'chat for fine-tuning'), ' ', this.#exported)));
    this.element = h('header', { class: 'session-head' },
      h('div', { class: 'head-line' },
        h('a', { class: 'back', href: address('sessions'), 'aria-label': 'Back to the sessions' }, '‹'),
        this.#title,
        h('div', { class: 'segments', role: 'group', 'aria-label': 'View' },
          this.#view('raw', 'As it was said', onView), this.#view('valid', 'As a model gets it', onView))),
      this.#facts, this.#agents, this.#fold);
  }

  #view(name, label, onView) {
    this.#views[name] = h('button', { type: 'button', onclick: () => onView(name), title: name }, label);
    return this.#views[name];
  }

  /** Shows the id alone. */
  clear() {
    this.#session = null;
    replace(this.#title, foreign(this.id));
    [this.#facts, this.#agents, this.#details].forEach((part) => replace(part));
  }

  /** @param {Object} session without its messages, as it is or as it was */
  show(session, view) {
    this.#session = session;
    Object.entries(this.#views).forEach(([name, button]) => button.setAttribute('aria-pressed', String(name === view)));
    const total = session.usage?.total ?? {};
    replace(this.#title, foreign(session.title || session.session));
    replace(this.#facts, [
      session.title ? h('code', null, foreign(session.session)) : null,
      session.user ? foreign(session.user) : null,
      session.application ? foreign(session.application) : null,
      h('span', { title: `${full(session.created_at)} to ${full(session.updated_at)}` },
        `${full(session.created_at)}, took ${duration(new Date(session.updated_at) - new Date(session.created_at))}`),
      plural(messageCount(session), 'message'),
      total.totalTokens ? `${number(total.totalTokens)} tokens` : null,
      session.closed_at ? h('span', { class: 'badge' }, 'closed') : null,
    ].filter(Boolean).map((fact) => h('span', { class: 'fact' }, fact)));
    replace(this.#agents, Object.entries(session.agents ?? {}).map(([name, agent]) => [
      this.colours.chip(name), ' ', h('span', { class: 'quiet agent-count' }, number(agent.messages)), ' ',
    ]));
    this.#fillDetails();
  }

  #fillDetails() {
    if (this.#fold.open && this.#session) {
      replace(this.#details, detailsOf(this.#session));
    }
  }

  #export(format, name) {
    return h('button', { type: 'button', class: 'button small', 'data-format': format, onclick: () => this.#download(format) }, name);
  }

  /** A link could not carry the token. */
  async #download(format) {
    replace(this.#exported, 'Exporting…');
    try {
      const blob = await (await send(sessionPath(this.id, '/export', { format }))).blob();
      const link = h('a', { download: `${this.id.replace(/[^\w.-]+/g, '_')}.${format}.jsonl`, href: URL.createObjectURL(blob) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      replace(this.#exported);
    } catch (failure) {
      // Also what began well may break off: what is not whole is not kept.
      replace(this.#exported, failure.status === undefined ? 'It could not be read to its end.' : failure.message);
    }
  }
}

/** How many messages a session has, by its agents. */
export function messageCount(session) {
  return Object.values(session.agents ?? {}).reduce((sum, agent) => sum + (agent.messages ?? 0), 0);
}
