import { h, replace } from '../core/dom.js';
import { json } from '../core/api.js';
import { clock, number } from '../core/format.js';
import { bind } from '../core/keys.js';
import { deadLetters, generations, processes, quarantine, stages } from './cards.js';
import { Sparkline } from './sparkline.js';

const EVERY_MS = 2000;

/** The health of the pipeline, looked at every two seconds while it is seen. */
export class PipelineView {
  #timer = null;
  #onConnection;
  #lines = new Map();
  #verdict = h('span', { class: 'verdict', role: 'status' });
  #time = h('span', { class: 'quiet' });
  #grid = h('div', { class: 'pipeline-grid' }, h('p', { class: 'quiet' }, 'Looking…'));

  element = h('div', { class: 'pipeline-view', tabindex: 0, role: 'region', 'aria-label': 'Pipeline' },
    h('div', { class: 'pipeline-head' }, h('h1', null, 'Pipeline'), this.#verdict, this.#time), this.#grid);

  constructor(onConnection) {
    this.#onConnection = onConnection;
  }

  show() {
    document.title = 'Pipeline · Sessionfold';
    ['j', 'k', '[', ']', '/', 'Enter', 'Escape'].forEach((key) => bind(key, () => false));
    clearTimeout(this.#timer);
    this.#look();
  }

  leave() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #look() {
    this.#timer = setTimeout(() => this.#look(), EVERY_MS);
    if (document.visibilityState !== 'visible') {
      return;
    }
    try {
      const state = await json('/v1/pipeline');
      if (this.#timer !== null) {
        this.#onConnection('live', 'Looked at every two seconds.');
        this.#draw(state);
      }
    } catch (problem) {
      if (this.#timer === null) {
        return;
      }
      this.#onConnection(problem.status === 0 ? 'waiting' : 'live', problem.message);
      this.#tell(problem.status === 403 ? 'This token has no right to see the pipeline: it needs "operate".' : problem.message, false);
    }
  }

  #tell(text, good) {
    this.#verdict.className = `verdict ${good ? 'good' : 'bad'}`;
    if (this.#verdict.textContent !== text) {
      this.#verdict.textContent = text;
    }
  }

  #draw(state) {
    const lag = (state.stages ?? []).reduce((sum, stage) => sum + (stage.lag ?? 0), 0);
    const quarantined = (state.quarantined ?? []).length;
    const failing = (state.parts ?? []).filter((part) => part.ready === false).length;
    const wrong = [
      quarantined && `${number(quarantined)} in quarantine`, failing && `${number(failing)} not ready`,
    ].filter(Boolean);
    this.#tell(wrong.length ? wrong.join(', ') : lag === 0 ? 'Everything has been read' : `${number(lag)} behind`, wrong.length === 0);
    this.#time.textContent = clock(state.at);
    replace(this.#grid,
      stages(state.stages ?? [], (stage) => this.#line(stage)),
      h('div', { class: 'two' }, deadLetters(state.dead_letters), quarantine(state.quarantined)),
      generations(state.generations ?? []),
      processes(state));
  }

  #line(stage) {
    const key = `${stage.stage ?? stage.name} ${stage.topic}`;
    if (!this.#lines.has(key)) {
      this.#lines.set(key, new Sparkline());
    }
    const line = this.#lines.get(key);
    line.add(stage.rate ?? 0);
    return line.draw();
  }
}
