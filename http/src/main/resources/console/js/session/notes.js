import { foreign, h } from '../core/dom.js';
import { clock, full } from '../core/format.js';

/**
 * Feedback and interventions of guardrails beside the messages that they are about. What names no message, or one
 * that does not exist, stands after what was said last at that time.
 */
export class Notes {
  #all;

  /** @param {{feedbacks?: Array, guardrail_events?: Array}} session */
  constructor(session) {
    this.#all = [
      ...(session.feedbacks ?? []).map((what) => ({ kind: 'feedback', what, time: what.created_at, target: targetOf(what) })),
      ...(session.guardrail_events ?? []).map((what) => ({ kind: 'guardrail', what, time: what.timestamp, target: targetOf(what) })),
    ];
  }

  get count() {
    return this.#all.length;
  }

  /** The notes of a message that is followed by another one, or by none. */
  of(message, next) {
    return this.#all.filter(({ target, time }) => {
      if (target?.event !== undefined) {
        return target.event === message.event_id;
      }
      if (target?.index !== undefined) {
        return target.agent === message.agent && target.index === message.index;
      }
      return time >= message.time && (!next || time < next.time);
    });
  }
}

function targetOf(what) {
  if (what.target && typeof what.target === 'object') {
    return what.target;
  }
  return Number.isInteger(what.message_id) ? { agent: what.agent_id, index: what.message_id } : null;
}

/** Thumbs, and what was said about them. */
export function feedbackNote(feedback) {
  const { symbol, word } = {
    up: { symbol: '▲', word: 'Good' }, down: { symbol: '▼', word: 'Not good' },
  }[feedback.rating] ?? { symbol: '●', word: 'Feedback' };
  return h('p', { class: ['note', `feedback-${feedback.rating}`] },
    h('span', { 'aria-hidden': 'true' }, symbol), ' ',
    h('strong', null, word),
    typeof feedback.comment === 'string' ? [' · ', foreign(feedback.comment)] : null,
    when(feedback.created_at));
}

/** What a guardrail did, and by which policies. */
export function guardrailNote(event) {
  const policies = (Array.isArray(event.policies_triggered) ? event.policies_triggered : []).map(
    (p) => (typeof p === 'string' ? p : JSON.stringify(p)));
  return h('p', { class: 'note guardrail' },
    h('span', { 'aria-hidden': 'true' }, '◆'), ' ',
    h('strong', null, 'Guardrail: ', foreign(event.action)),
    policies.length ? [' · ', foreign(policies.join(', '))] : null,
    event.stop_reason ? [' · ', foreign(event.stop_reason)] : null,
    when(event.timestamp));
}

/** Why the text of a message is not there. */
export function redactionNote(message) {
  const { reason, action } = message.redaction ?? {};
  return h('p', { class: 'note redaction' },
    h('span', { 'aria-hidden': 'true' }, '■'), ' ', h('strong', null, 'Redacted'),
    typeof reason === 'string' ? [' · ', foreign(reason)] : null,
    typeof action === 'string' ? [' · ', foreign(action)] : null,
    when(message.updated_at));
}

function when(time) {
  return time ? h('time', { datetime: time, title: full(time) }, clock(time)) : null;
}
