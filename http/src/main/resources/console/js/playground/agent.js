import { stepsFor } from './scripts.js';

/** The name of the demo agent, and of its model. */
const AGENT = 'demo-agent';
const MODEL = 'scripted-1';

/**
 * What comes next in a session, by nothing but the session: the agent keeps no state, so that a page that was
 * closed in the middle of a turn goes on where the session says it is.
 *
 * @param {Object} session with all its messages
 * @returns {{request: Object, step: Object}|null} what to publish, or null if it is the user's turn
 */
export function nextStep(session) {
  const messages = session.messages.filter((m) => m.agent === AGENT);
  const question = messages.findLastIndex((m) => m.message.role === 'user');
  if (question < 0) {
    return null;
  }
  const turn = messages.filter((m) => m.message.role === 'user').length;
  const asked = messages[question];
  const said = messages.length - question - 1;
  // What is redacted was read before: its script is the one that redacts.
  const steps = stepsFor(asked.redaction || asked.redacted ? 'card' : textOf(asked), turn);
  const done = { message: said, guardrail: interventions(session, asked.index), redaction: asked.redaction || asked.redacted ? 1 : 0 };
  for (const step of steps) {
    if (done[step.kind] > 0) {
      done[step.kind] -= 1;
    } else {
      return { step, request: request(step, session.session, asked.index, messages.length) };
    }
  }
  return null;
}

function textOf(message) {
  return typeof message.message.content === 'string' ? message.message.content : '';
}

function interventions(session, index) {
  return session.guardrail_events.filter((g) => g.target?.index === index || g.message_id === index).length;
}

/** What the user says, as a request. */
export function userMessage(session, text) {
  const index = session?.messages.filter((m) => m.agent === AGENT).length ?? 0;
  return { name: 'message.appended', method: 'POST', path: '/messages', key: `user-${index}`, body: { agent: AGENT, message: { role: 'user', content: text } } };
}

/** What begins the session, as a request. */
export function beginning() {
  return {
    name: 'session.started', method: 'PUT', path: '', key: 'started',
    body: { user: 'you', application: 'playground', title: 'Playground', metadata: { channel: 'console' } },
  };
}

function request(step, session, asked, index) {
  const target = { agent: AGENT, index: asked };
  switch (step.kind) {
    case 'guardrail':
      return {
        name: 'guardrail.triggered', method: 'POST', path: '/guardrails', key: `guardrail-${asked}`,
        body: { agent: AGENT, action: step.action, target, policies_triggered: step.policies },
      };
    case 'redaction':
      return {
        name: 'message.redacted', method: 'POST', path: '/redactions', key: `redaction-${asked}`,
        body: { target, reason: step.reason },
      };
    default:
      return { name: 'message.appended', method: 'POST', path: '/messages', key: `agent-${index}`, body: appended(step) };
  }
}

function appended({ message, tokens, ms }) {
  const body = { agent: AGENT, message };
  if (tokens) {
    const [inputTokens, outputTokens] = tokens;
    Object.assign(body, {
      model: MODEL, usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }, metrics: { latencyMs: ms },
    });
  }
  return body;
}
