package io.sessionfold.ingest;

import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.IngressRecord;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events to publish, and the record that a reader of the event log gets. */
final class Samples {
  private Samples() {}

  static JsonText json(String text) {
    try {
      return JsonText.parse(text);
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The data of a message with that text in the place of the message. */
  static JsonText appended(String message) {
    return json("{\"agent\":\"a\",\"format\":\"other\",\"message\":" + message + "}");
  }

  static MessageAppended says(String text) {
    return MessageAppended.of(
        "a",
        MessageFormat.OPENAI_CHAT,
        json("{\"role\":\"user\",\"content\":" + JsonText.of(text) + "}"));
  }

  /** Feedback with an event of exactly so many bytes, which no compression makes much smaller. */
  static JsonText feedbackOf(int bytes, Random random) {
    String start = "{\"rating\":\"up\",\"blob\":\"";
    String end = "\"}";
    StringBuilder out = new StringBuilder(bytes).append(start);
    while (out.length() < bytes - end.length()) {
      out.append((char) ('0' + random.nextInt(10 + 33)));
    }
    for (int i = start.length(); i < out.length(); i++) {
      if (out.charAt(i) == '\\' || out.charAt(i) == '"') {
        out.setCharAt(i, 'x');
      }
    }
    return json(out.append(end).toString());
  }

  static IngressRecord read(ProducerRecord<byte[], byte[]> sent) {
    List<IngressRecord.Header> headers =
        StreamSupport.stream(sent.headers().spliterator(), false)
            .map(h -> new IngressRecord.Header(h.key(), h.value()))
            .toList();
    return new IngressRecord(
        IngressTopic.named(sent.topic()).orElseThrow(),
        0,
        0,
        Instant.EPOCH,
        sent.key(),
        sent.value(),
        headers);
  }

  /** Data of every kind of trouble, good and bad; the reader is the judge. */
  static List<JsonText> messages() {
    return List.of(
        appended("{\"role\":\"user\",\"content\":\"hi\"}"),
        appended("{\"role\":\"user\",\"content\":null}"),
        appended("{\"content\":\"no role\"}"),
        appended("{\"role\":\"\",\"content\":\"empty role\"}"),
        appended("{\"role\":7}"),
        appended("[]"),
        appended("null"),
        appended("{ \"role\" : \"tool\" , \"x\" : [ 1.0 , 1 , 1e3 , -0 ] }"),
        appended("{\"role\":\"u\",\"n\":" + "9".repeat(400) + "}"),
        appended("{\"role\":\"u\",\"$where\":{\"a.b\":{}},\"\":[]}"),
        appended("{\"role\":\"u\",\"content\":\"\u2028\\u2028\\ud800\\/\\u0041\"}"),
        appended("{\"role\":\"u\",\"content\":[{\"reasoning\":{\"signature\":\"x==\"}}]}"),
        appended("{\"role\":\"u\",\"deep\":" + "[".repeat(62) + "]".repeat(62) + "}"),
        json("{\"agent\":\"a\",\"format\":\"morse\",\"message\":{\"role\":\"u\"},\"x\":1}"),
        json("{\"agent\":\"\",\"message\":{\"role\":\"u\"},\"usage\":{\"inputTokens\":-1}}"),
        json("{}"),
        json("[1]"),
        json("\"text\""));
  }
}
