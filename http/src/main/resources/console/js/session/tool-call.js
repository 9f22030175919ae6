import { foreign, h } from '../core/dom.js';
import { jsonBlock } from './text.js';

const HINT = 90;

/** A call folded together with its results. */
export function toolCall(call, results, contentOf) {
  const failed = results.some((r) => r.part.failed);
  const state = results.length === 0 ? 'open' : failed ? 'failed' : 'done';
  return h('details', { class: ['fold', 'tool', state] },
    h('summary', null,
      h('span', { class: 'fold-name' }, foreign(call.name)),
      foreign(`(${argumentsHint(call.arguments)})`, { class: 'fold-hint' }),
      h('span', { class: 'tool-state' }, { open: 'no result', failed: 'failed', done: 'done' }[state])),
    h('p', { class: 'tool-label' }, 'Arguments'),
    jsonBlock(call.arguments),
    results.map((r, i) => [
      h('p', { class: 'tool-label' }, resultLabel(r, i)),
      content(r.part, contentOf),
    ]));
}

function resultLabel(result, i) {
  const where = result.message.seq ? `, message #${result.message.seq}` : '';
  return `${i === 0 ? 'Result' : 'Another result for the same call'}${where}`;
}

/** A result that stands alone. */
export function toolResult(part, contentOf, name) {
  return h('details', { class: 'fold tool orphan' },
    h('summary', null, h('span', { class: 'fold-name' }, name), foreign(part.id, { class: 'fold-hint' })),
    content(part, contentOf));
}

function content(part, contentOf) {
  if (part.content.length === 0) {
    return h('p', { class: 'quiet' }, 'Empty.');
  }
  return part.content.map((inner) => (inner.type === 'text' ? jsonBlock(pretty(inner.text)) : contentOf(inner)));
}

function pretty(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : text;
  } catch {
    return text;
  }
}

function argumentsHint(given) {
  const text = typeof given === 'object' && given !== null && !Array.isArray(given)
    ? Object.entries(given).map(([name, value]) => `${name}: ${short(value)}`).join(', ')
    : short(given);
  return text.length > HINT ? `${text.slice(0, HINT)}…` : text;
}

function short(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
