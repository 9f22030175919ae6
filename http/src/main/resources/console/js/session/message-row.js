import { externalLink, foreign, h } from '../core/dom.js';
import { clock, duration, full, number } from '../core/format.js';
import { feedbackNote, guardrailNote, redactionNote } from './notes.js';
import { toolCall, toolResult } from './tool-call.js';
import { jsonBlock, prose } from './text.js';

const ROLES = { user: 'user', human: 'user', assistant: 'assistant', model: 'assistant', system: 'system', developer: 'system', tool: 'tool' };
const LONG_SYSTEM = 400;

/**
 * One message as an article.
 *
 * @param {{message: Object, place: number, count: number, pairing: Pairing, colours: AgentColours, notes: Array,
 *     marked: boolean, onRaw: function(Object)}} given
 */
export function messageRow(given) {
  const { message, place, count, pairing, colours, notes, marked, onRaw } = given;
  const role = roleOf(message);
  const known = ROLES[role] ?? 'other';
  const title = `message-${place}`;
  const redacted = Boolean(message.redaction || message.redacted);
  return h('article', {
    class: ['message', `role-${known}`, colours.of(message.agent), redacted && 'redacted', marked && 'marked'],
    tabindex: -1, 'aria-posinset': place + 1, 'aria-setsize': count, 'aria-labelledby': title,
  },
  h('header', { class: 'message-head' },
    h('span', { id: title, class: 'who' }, foreign(role, { class: 'role' }), colours.chip(message.agent)),
    facts(message),
    message.seq ? h('button', {
      type: 'button', class: 'raw-button', title: 'The message as JSON', 'aria-label': `Message ${message.seq} as JSON`,
      onclick: () => onRaw(message),
    }, '{ }') : h('span', { class: 'added' }, 'added by the view')),
  h('div', { class: 'message-body' }, body(pairing, place, known)),
  redacted ? redactionNote(message) : null,
  notes.map((note) => (note.kind === 'feedback' ? feedbackNote(note.what) : guardrailNote(note.what))));
}

/** The role, or what stands for it. */
export function roleOf(message) {
  const said = message.message;
  return (typeof said?.role === 'string' && said.role) || (typeof said?.type === 'string' && said.type) || 'message';
}

function facts(message) {
  const usage = message.usage ?? {};
  const metrics = message.metrics ?? {};
  return h('span', { class: 'facts' },
    message.model ? foreign(message.model, { class: 'model' }) : null,
    usage.totalTokens ? h('span', { title: tokens(usage) }, `${number(usage.inputTokens)} → ${number(usage.outputTokens)} tokens`) : null,
    metrics.latencyMs ? h('span', {
      title: metrics.timeToFirstByteMs ? `first byte after ${duration(metrics.timeToFirstByteMs)}` : null,
    }, duration(metrics.latencyMs)) : null,
    message.finish_reason === 'interrupted' ? h('span', { class: 'warn' }, 'interrupted') : null,
    message.seq ? h('span', { class: 'seq' }, `#${message.seq}`) : null,
    message.time ? h('time', { datetime: message.time, title: full(message.time) }, clock(message.time)) : null);
}

function tokens(usage) {
  return Object.entries(usage).map(([name, count]) => `${name} ${number(count)}`).join('\n');
}

function body(pairing, place, role) {
  const parts = pairing.parts(place);
  if (parts.length === 0) {
    return h('p', { class: 'quiet' }, 'Nothing was said.');
  }
  const shown = parts.map((part) => show(part, pairing, place, role)).filter(Boolean);
  return shown.length ? shown : h('p', { class: 'quiet' }, 'Folded into the call that it answers.');
}

function show(part, pairing, place, role) {
  switch (part.type) {
    case 'text':
      return role === 'system' && part.text.length > LONG_SYSTEM ? folded('Instructions', part.text) : prose(part.text);
    case 'reasoning':
      return folded('Reasoning', part.text);
    case 'tool_call':
      return toolCall(part, pairing.resultsOf(place, part), contentOf);
    case 'tool_call_response':
      return pairing.isAnswer(place, part) ? null : toolResult(part, contentOf, 'Result without a call');
    default:
      return contentOf(part);
  }
}

/** A part that holds no other one. */
function contentOf(part) {
  switch (part.type) {
    case 'text':
      return prose(part.text);
    case 'image':
      return h('img', { class: 'picture', src: part.data, alt: 'Image in the message', loading: 'lazy' });
    case 'uri':
      return h('p', { class: 'quiet' }, 'Not fetched: ', externalLink(part.address));
    default:
      return jsonBlock(part.value);
  }
}

function folded(name, text) {
  const first = text.trim().split('\n', 1)[0].slice(0, 120);
  return h('details', { class: 'fold' },
    h('summary', null, h('span', { class: 'fold-name' }, name), foreign(first, { class: 'fold-hint' })),
    prose(text));
}

/** What stands in the place of a message that is on its way. */
export function placeholder(place, count) {
  return h('article', { class: 'message waiting', tabindex: -1, 'aria-posinset': place + 1, 'aria-setsize': count, 'aria-busy': 'true', 'aria-label': `Message ${place + 1}` },
    h('div', { class: 'bone short' }), h('div', { class: 'bone' }));
}
