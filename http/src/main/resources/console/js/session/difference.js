import { foreign, h } from '../core/dom.js';
import { plural } from '../core/format.js';
import { feedbackNote, guardrailNote } from './notes.js';
import { roleOf } from './message-row.js';

const COUNTERS = /^\/(usage|updated_at|messages$)|\/(updated_at|messages)$/;

/**
 * What a step changed, as a list.
 *
 * @param {Object} diff as the service tells it
 * @param {function(number)} onMessage is told the `seq` that one wants to see
 */
export function differenceList(diff, onMessage) {
  const paths = [
    ...(diff.head ?? []), ...(diff.metadata ?? []).map(under('/metadata')), ...(diff.agents ?? []).map(under('/agents')),
  ];
  const told = paths.filter(({ path }) => !COUNTERS.test(path));
  const counters = paths.length - told.length;
  const items = [
    ...(diff.added_messages ?? []).map((m) => item('+', messageLink(m, roleOf(m), onMessage), ' came')),
    ...(diff.changed_messages ?? []).map((m) => item('~', messageLink(m, null, onMessage), ' changed', m.differences.map(difference))),
    ...told.map((d) => h('li', null, difference(d))),
    ...(diff.added_feedbacks ?? []).map((f) => h('li', null, feedbackNote(f))),
    ...(diff.added_guardrail_events ?? []).map((g) => h('li', null, guardrailNote(g))),
  ];
  if (counters > 0) {
    items.push(h('li', { class: 'quiet' }, `${plural(counters, 'count or time', 'counts and times')} moved`));
  }
  return items.length ? h('ul', { class: 'difference' }, items) : h('p', { class: 'quiet' }, 'Nothing that is shown.');
}

const under = (prefix) => (d) => ({ ...d, path: d.path.startsWith(prefix) ? d.path : prefix + d.path });

function item(sign, ...rest) {
  return h('li', null, h('span', { class: `sign sign-${sign === '+' ? 'new' : 'changed'}`, 'aria-hidden': 'true' }, sign), ' ', rest);
}

function messageLink(message, role, onMessage) {
  return h('button', { type: 'button', class: 'link-button', onclick: () => onMessage(message.seq) },
    `message #${message.seq} · `, foreign(message.agent), role ? [' · ', foreign(role)] : null);
}

function difference({ path, before, after }) {
  const values = [
    before === undefined ? null : h('del', null, foreign(brief(before))),
    before !== undefined && after !== undefined ? ' → ' : null,
    after === undefined ? null : h('ins', null, foreign(brief(after))),
  ];
  return h('div', { class: 'difference-line' }, foreign(path, { class: 'path' }), ' ', values);
}

function brief(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}
