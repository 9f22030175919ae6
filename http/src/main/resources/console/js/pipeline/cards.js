import { foreign, h } from '../core/dom.js';
import { ago, number } from '../core/format.js';
import { address } from '../core/router.js';

const LAG_TO_NOTE = 1000;

/** Each stage with its rate and lag. */
export function stages(all, lineOf) {
  return h('div', { class: 'flow' }, all.map((stage) => h('section', { class: 'card stage' },
    h('h2', null, stage.stage ?? stage.name),
    h('p', null, 'reads ', foreign(stage.topic ?? '')),
    h('div', { class: 'figures' },
      figure(number(Math.round(stage.rate ?? 0)), 'a second'),
      figure(number(stage.lag), 'behind', stage.lag > LAG_TO_NOTE)),
    lineOf(stage))));
}

function figure(value, name, alert = false) {
  return h('div', { class: ['figure', alert && 'alert'] }, h('strong', null, value), h('span', null, name));
}

/** How many events could not become changes. */
export function deadLetters(counts = {}) {
  const known = Object.entries(counts ?? {}).filter(([, value]) => typeof value === 'number');
  return h('section', { class: 'card' }, h('h2', null, 'Dead letters'),
    h('div', { class: 'counts' }, known.length ? known.map(([name, value]) => figure(number(value), name)) : h('p', { class: 'quiet' }, 'None.')));
}

/** Sessions that a sink leaves out until they are released. */
export function quarantine(marks) {
  const listed = marks ?? [];
  return h('section', { class: 'card' }, h('h2', null, 'Quarantine'),
    listed.length === 0 ? h('p', { class: 'quiet' }, 'No session is left out.') : table('Quarantine', ['session', 'sink', 'why', 'since'], listed.map((mark) => [
      sessionLink(mark.session), mark.sink, [mark.kind, mark.message ? `: ${mark.message}` : ''], ago(mark.since),
    ])));
}

function sessionLink(key) {
  const id = String(key ?? '').replace(/^[^/]*\//, '');
  return h('a', { href: address('sessions', id) }, foreign(key ?? ''));
}

/** Builds of the projections, and how far those under way are. */
export function generations(all) {
  return h('section', { class: 'card' }, h('h2', null, 'Generations'),
    all.length === 0 ? h('p', { class: 'quiet' }, 'None yet.') : table('Generations', ['', 'state', 'holds', 'made from', 'progress'], all.map((g) => [
      number(g.generation),
      h('span', { class: ['state', stateClass(g)] }, String(g.state ?? '').toLowerCase().replace('_', ' '), g.paused ? ', paused' : ''),
      [(g.projections ?? []).join(', '), (g.active ?? []).length ? ` (active: ${g.active.join(', ')})` : ''],
      `journal ${g.journal}${g.from === 'events' ? ', from events' : ''}`,
      progressOf(g),
    ])));
}

function stateClass(generation) {
  if (generation.failure) {
    return 'bad';
  }
  return (generation.active ?? []).length || generation.state === 'READY' || generation.state === 'ACTIVE' ? '' : 'warn';
}

function progressOf({ load, failure, comparison }) {
  if (failure) {
    return h('span', { class: 'warn' }, failure);
  }
  if (load) {
    const percent = load.total ? Math.floor((100 * load.done) / load.total) : 100;
    const left = load.seconds_left ? `, ${number(load.seconds_left)} s left` : '';
    return [
      h('progress', { max: 100, value: percent, 'aria-label': `${load.part ?? 'loading'}: ${percent} %` }),
      h('div', { class: 'quiet' }, `${load.part ?? 'loading'} ${percent} % of ${number(load.total)}, ${number(load.per_second)} a second${left}`),
    ];
  }
  return comparison ? `${number(comparison.differences)} differences` : '';
}

/** The parts of each process, as they see themselves. */
export function processes(state) {
  const parts = state.parts ?? (state.processes ?? []).flatMap((process) => partsOf(process));
  return parts.length === 0 ? null : h('section', { class: 'card' }, h('h2', null, 'Parts'), table('Parts', ['part', 'state', 'behind', ''], parts.map((part) => [
    part.part ?? part.name,
    h('span', { class: ['state', part.ready === false && 'warn', part.live === false && 'bad'] }, part.state ?? (part.ready === false ? 'not ready' : 'ready')),
    part.lag === undefined || part.lag === null ? '' : `${number(part.lag)}${part.lag_seconds ? `, ${number(part.lag_seconds)} s` : ''}`,
    part.reason ?? '',
  ])));
}

function partsOf(process) {
  const { parts } = process;
  if (Array.isArray(parts)) {
    return parts;
  }
  return Object.entries(parts ?? {}).map(([part, state]) => ({ part, ...(typeof state === 'object' ? state : { state }) }));
}

function table(name, head, rows) {
  return h('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': name }, h('table', null,
    h('thead', null, h('tr', null, head.map((title) => (title ? h('th', { scope: 'col' }, title) : h('td', null))))),
    h('tbody', null, rows.map(([first, ...rest]) => h('tr', null, h('th', { scope: 'row' }, first), rest.map((cell) => h('td', null, cell)))))));
}
