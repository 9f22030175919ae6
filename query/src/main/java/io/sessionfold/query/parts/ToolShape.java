package io.sessionfold.query.parts;

/** How an API writes the calls of tools and their results. */
public enum ToolShape {
  /** Blocks {@code toolUse} and {@code toolResult}: Strands, Bedrock Converse. */
  STRANDS,
  /** Blocks of type {@code tool_use} and {@code tool_result}. */
  ANTHROPIC,
  /** Parts {@code functionCall} and {@code functionResponse}; they need not have ids. */
  GEMINI,
  /** {@code tool_calls} of a message, and messages with a {@code tool_call_id}. */
  OPENAI_CHAT,
  /** Items {@code function_call} and {@code function_call_output}, {@code custom_tool_call} too. */
  OPENAI_RESPONSES
}
