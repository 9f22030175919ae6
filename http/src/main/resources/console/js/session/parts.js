/**
 * What a message says, whatever API it was written for. Blocks of one API are understood in messages of
 * another; what is not known is kept as it is.
 *
 * @typedef {{type: string, text?: string, id?: string, name?: string, arguments?: *, content?: Part[],
 *     failed?: boolean, data?: string, address?: string, value?: *}} Part
 *     type: text, reasoning, tool_call, tool_call_response, image, uri, other
 */

/** @returns {Part[]} */
export function partsOf(message) {
  if (!isObject(message)) {
    return [other(message)];
  }
  const parts = [];
  const content = message.content ?? message.parts;
  if (typeof message.tool_call_id === 'string') {
    parts.push(response(message.tool_call_id, content, false));
  } else if (content !== null && content !== undefined) {
    parts.push(...blocks(content));
  }
  if (typeof message.reasoning_content === 'string') {
    parts.unshift({ type: 'reasoning', text: message.reasoning_content });
  }
  if (Array.isArray(message.tool_calls)) {
    parts.push(...message.tool_calls.map(openAiCall));
  }
  if (message.type === 'function_call') {
    parts.push(call(message.call_id, message.name, message.arguments));
  }
  if (message.type === 'function_call_output') {
    parts.push(response(message.call_id, message.output, false));
  }
  return parts;
}

function blocks(content) {
  if (Array.isArray(content)) {
    return content.flatMap(block);
  }
  return typeof content === 'string' ? [{ type: 'text', text: content }] : [other(content)];
}

function block(b) {
  if (typeof b === 'string') {
    return [{ type: 'text', text: b }];
  }
  return [isObject(b) ? tool(b) ?? reasoning(b) ?? media(b) ?? text(b) ?? other(b) : other(b)];
}

function tool(b) {
  if (isObject(b.toolUse)) {
    return call(b.toolUse.toolUseId, b.toolUse.name, b.toolUse.input);
  }
  if (isObject(b.toolResult)) {
    return response(b.toolResult.toolUseId, b.toolResult.content, b.toolResult.status === 'error');
  }
  if (b.type === 'tool_use' || b.type === 'server_tool_use') {
    return call(b.id, b.name, b.input);
  }
  if (typeof b.tool_use_id === 'string') {
    return response(b.tool_use_id, b.content, b.is_error === true);
  }
  if (isObject(b.functionCall)) {
    return call(b.functionCall.id ?? b.functionCall.name, b.functionCall.name, b.functionCall.args);
  }
  if (isObject(b.functionResponse)) {
    const f = b.functionResponse;
    return response(f.id ?? f.name, isObject(f.response) ? [{ json: f.response }] : f.response, false);
  }
  return null;
}

function openAiCall(c) {
  return isObject(c) && isObject(c.function) ? call(c.id, c.function.name, c.function.arguments) : other(c);
}

function call(id, name, given) {
  return { type: 'tool_call', id: textOf(id), name: textOf(name) || 'tool', arguments: parsed(given) };
}

function response(id, content, failed) {
  const said = content === null || content === undefined ? [] : blocks(content);
  return { type: 'tool_call_response', id: textOf(id), content: said, failed };
}

function reasoning(b) {
  if (typeof b.thinking === 'string') {
    return { type: 'reasoning', text: b.thinking };
  }
  if (isObject(b.reasoningContent)) {
    return { type: 'reasoning', text: b.reasoningContent.reasoningText?.text ?? 'Hidden by the provider.' };
  }
  if (b.type === 'redacted_thinking') {
    return { type: 'reasoning', text: 'Hidden by the provider.' };
  }
  return b.thought === true && typeof b.text === 'string' ? { type: 'reasoning', text: b.text } : null;
}

const IMAGE = /^image\/(png|jpeg|gif|webp)$/;
const IMAGE_ADDRESS = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/;

function media(b) {
  const address = b.image_url?.url ?? (typeof b.image_url === 'string' ? b.image_url : null) ?? b.source?.url
    ?? b.fileData?.fileUri ?? null;
  if (typeof address === 'string') {
    return IMAGE_ADDRESS.test(address) ? { type: 'image', data: address } : { type: 'uri', address };
  }
  const kind = b.source?.media_type ?? b.inlineData?.mimeType ?? (b.image ? `image/${b.image.format}` : null);
  const bytes = b.source?.data ?? b.inlineData?.data ?? b.image?.source?.bytes;
  const encoded = isObject(bytes) ? bytes.data : bytes;
  const data = `data:${kind};base64,${encoded}`;
  return typeof encoded === 'string' && IMAGE.test(kind) && IMAGE_ADDRESS.test(data) ? { type: 'image', data } : null;
}

function text(b) {
  if (typeof b.text === 'string') {
    return { type: 'text', text: b.text };
  }
  if (typeof b.refusal === 'string') {
    return { type: 'text', text: b.refusal };
  }
  return 'json' in b && Object.keys(b).length === 1 ? other(b.json) : null;
}

/** Calls carry their arguments as an object, or as the text of one. */
function parsed(given) {
  if (typeof given !== 'string') {
    return given ?? {};
  }
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}

const textOf = (value) => (typeof value === 'string' ? value : '');
const other = (value) => ({ type: 'other', value });
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
