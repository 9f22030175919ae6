import { foreign, h } from '../core/dom.js';

const COLOURS = 8;

/** Agents of a session get their colours in the order in which they came, so that few look alike. */
export class AgentColours {
  #order = new Map();

  /** The class that colours what an agent says. */
  of(agent) {
    if (!this.#order.has(agent)) {
      this.#order.set(agent, this.#order.size % COLOURS);
    }
    return `agent-${this.#order.get(agent)}`;
  }

  /** The name in its colour. */
  chip(agent) {
    return h('span', { class: ['agent', this.of(agent)] }, foreign(agent));
  }
}
