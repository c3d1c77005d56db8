package io.rowtrail.capture.kafka;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A record to be sent, all in bytes. A record without a key goes to the first partition. */
final class ChangeRecord {
    private final String topic;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    ChangeRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this.topic = topic;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    ProducerRecord<byte[], byte[]> toSend() {
        return new ProducerRecord<>(topic, key == null ? 0 : null, key, value, headers);
    }

    long bytes() {
        long bytes = key == null ? 0 : key.length;
        bytes += value == null ? 0 : value.length;
        for (Header header : headers) {
            bytes += header.key().length();
            bytes += header.value().length;
        }
        return bytes;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(topic);
        bytes(key, out);
        bytes(value, out);
        out.writeInt(headers.size());
        for (Header header : headers) {
            out.writeUTF(header.key());
            bytes(header.value(), out);
        }
    }

    static ChangeRecord read(DataInput in) throws IOException {
        String topic = in.readUTF();
        byte @Nullable [] key = bytes(in);
        byte @Nullable [] value = bytes(in);
        Header[] headers = new Header[in.readInt()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = new RecordHeader(in.readUTF(), bytes(in));
        }
        return new ChangeRecord(topic, key, value, List.of(headers));
    }

    private static void bytes(byte @Nullable [] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] bytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
