package io.rowtrail.service.recompute;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's bytes, of which no more than a bound are taken: what is larger fails, before it is in memory. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final long limit;
    private long received;
    private Flow.@Nullable Subscription subscription;

    BoundedBody(long limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        bytes.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        received += item.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received <= limit) {
            bytes.onNext(item);
        } else if (subscription != null) {
            subscription.cancel();
            bytes.onError(new IOException("the answer is larger than " + limit + " bytes"));
        }
    }

    @Override
    public void onError(Throwable why) {
        bytes.onError(why);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
