package io.sessionfold.query.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagePartsTest {
  private static final String CALL =
      "{'type':'tool_call','id':'c','name':'find','arguments':{'n':1.0}}";
  private static final String RESULT = "{'type':'tool_call_response','id':'c','response':'found'}";

  private static JsonText json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static void assertParts(String message, String... parts) {
    assertThat(MessageParts.json(json(message)))
        .isEqualTo(json("[" + String.join(",", parts) + "]"));
  }

  @Test
  void a_call_reads_the_same_in_every_format() {
    assertParts(
        "{'role':'assistant','content':[{'toolUse':{'toolUseId':'c','name':'find','input':{'n':1.0}}}]}",
        CALL);
    assertParts(
        "{'role':'assistant','content':[{'type':'tool_use','id':'c','name':'find','input':{'n':1.0}}]}",
        CALL);
    assertParts(
        "{'role':'model','parts':[{'functionCall':{'id':'c','name':'find','args':{'n':1.0}}}]}",
        CALL);
    assertParts(
        "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
            + "'function':{'name':'find','arguments':'{\\'n\\': 1.0}'}}]}",
        CALL);
    assertParts(
        "{'type':'function_call','call_id':'c','name':'find','arguments':'{\\'n\\':1.0}'}", CALL);
  }

  @Test
  void a_result_reads_the_same_in_every_format() {
    assertParts(
        "{'role':'user','content':[{'toolResult':{'toolUseId':'c','status':'success','content':[{'text':'found'}]}}]}",
        RESULT);
    assertParts(
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','content':[{'type':'text','text':'found'}]}]}",
        RESULT);
    assertParts("{'role':'tool','tool_call_id':'c','content':'found'}", RESULT);
    assertParts("{'type':'function_call_output','call_id':'c','output':'found'}", RESULT);
    assertParts(
        "{'role':'user','parts':[{'functionResponse':{'id':'c','name':'find','response':{'a':1}}}]}",
        "{'type':'tool_call_response','id':'c','name':'find','response':{'a':1}}");
  }

  @Test
  void a_result_that_is_an_error_says_so() {
    String error = "{'type':'tool_call_response','id':'c','response':'no','error':true}";
    assertParts(
        "{'role':'user','content':[{'toolResult':{'toolUseId':'c','status':'error','content':[{'text':'no'}]}}]}",
        error);
    assertParts(
        "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','is_error':true,'content':'no'}]}",
        error);
  }

  @Test
  void a_result_that_is_not_text_alone_is_verbatim() {
    String content = "[{'text':'a'},{'json':{'n':1.50}}]";
    assertParts(
        "{'role':'user','content':[{'toolResult':{'toolUseId':'c','content':" + content + "}}]}",
        "{'type':'tool_call_response','id':'c','response':" + content + "}");
  }

  @Test
  void arguments_that_are_not_json_stay_text() {
    assertParts(
        "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f','arguments':'{\\'n'}}]}",
        "{'type':'tool_call','id':'c','name':'f','arguments':'{\\'n'}");
  }

  @Test
  void calls_that_stand_in_the_content_and_beside_it_are_read_once() {
    assertParts(
        "{'role':'assistant','content':[{'type':'text','text':'so'},{'type':'tool_use','id':'c','name':'f','input':{}}],"
            + "'tool_calls':[{'id':'c','function':{'name':'f','arguments':'{}'}}]}",
        "{'type':'text','content':'so'}",
        "{'type':'tool_call','id':'c','name':'f','arguments':{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'reasoningContent':{'reasoningText':{'text':'hm','signature':'s'}}}|hm",
        "{'type':'thinking','thinking':'hm','signature':'s'}|hm",
        "{'text':'hm','thought':true}|hm",
        "{'reasoningContent':{'redactedContent':'x'}}|",
        "{'type':'redacted_thinking','data':'x'}|"
      })
  void reasoning_is_told_from_text(String block, String text) {
    assertParts(
        "{'role':'assistant','content':[" + block + "]}",
        text == null ? "{'type':'reasoning'}" : "{'type':'reasoning','content':'" + text + "'}");
  }

  @Test
  void reasoning_beside_the_content_and_in_items() {
    assertParts(
        "{'role':'assistant','content':'yes','reasoning_content':'hm'}",
        "{'type':'reasoning','content':'hm'}",
        "{'type':'text','content':'yes'}");
    assertParts(
        "{'type':'reasoning','summary':[{'type':'summary_text','text':'a'},{'type':'summary_text','text':'b'}]}",
        "{'type':'reasoning','content':'a\\nb'}");
    assertParts(
        "{'type':'reasoning','summary':[],'encrypted_content':'x'}", "{'type':'reasoning'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':'a'}|a",
        "{'type':'output_text','text':'a','annotations':[]}|a",
        "{'type':'refusal','refusal':'no'}|no",
        "{'citationsContent':{'citations':[],'content':[{'text':'a'},{'text':'b'}]}}|a\\nb",
        "{'guardContent':{'text':{'text':'g','qualifiers':['query']}}}|g",
        "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'d'}}|d"
      })
  void text_is_found_in_its_blocks(String block, String text) {
    assertParts(
        "{'role':'user','content':[" + block + "]}", "{'type':'text','content':'" + text + "'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'image':{'format':'png','source':{'bytes':'AA=='}}}|'blob','modality':'image','mime_type':'image/png','content':'AA=='",
        "{'image':{'format':'png','source':{'bytes':{'__bytes_encoded__':true,'data':'AA=='}}}}|'blob','modality':'image','mime_type':'image/png','content':'AA=='",
        "{'document':{'format':'md','name':'n','source':{'location':{'type':'s3','uri':'s3://b/k'}}}}|'uri','modality':'document','mime_type':'text/markdown','uri':'s3://b/k'",
        "{'type':'image','source':{'type':'base64','media_type':'image/gif','data':'AA=='}}|'blob','modality':'image','mime_type':'image/gif','content':'AA=='",
        "{'type':'image','source':{'type':'url','url':'https://x/y'}}|'uri','modality':'image','uri':'https://x/y'",
        "{'type':'document','source':{'type':'file','file_id':'f'}}|'file','modality':'document','file_id':'f'",
        "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}|'blob','modality':'image','mime_type':'image/png','content':'AA=='",
        "{'type':'image_url','image_url':{'url':'https://x/y'}}|'uri','modality':'image','uri':'https://x/y'",
        "{'type':'input_image','file_id':'f'}|'file','modality':'image','file_id':'f'",
        "{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}|'blob','modality':'audio','mime_type':'audio/wav','content':'AA=='",
        "{'type':'file','file':{'file_id':'f'}}|'file','modality':'document','file_id':'f'",
        "{'inlineData':{'mimeType':'video/mp4','data':'AA=='}}|'blob','modality':'video','mime_type':'video/mp4','content':'AA=='",
        "{'fileData':{'mimeType':'application/pdf','fileUri':'gs://b/k'}}|'uri','modality':'document','mime_type':'application/pdf','uri':'gs://b/k'"
      })
  void media_are_bytes_places_or_files(String block, String part) {
    assertParts("{'role':'user','content':[" + block + "]}", "{'type':" + part + "}");
  }

  @Test
  void what_is_not_known_keeps_its_json() {
    String unknown = "{'tomorrow':{'n':1.50}}";
    assertParts(
        "{'role':'user','content':[" + unknown + ",7]}",
        "{'type':'other','block':" + unknown + "}",
        "{'type':'other','block':7}");
    assertParts("{'role':'user','content':{'a':1}}", "{'type':'other','block':{'a':1}}");
    assertParts("{'role':'user'}");
    assertParts("{'role':'user','content':null}");
    assertParts("{'role':'assistant','tool_calls':[7]}", "{'type':'other','block':7}");
    assertParts("[1]", "{'type':'other','block':1}");
  }
}
