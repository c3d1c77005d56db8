package io.rowtrail.bench;

import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading a 12 KB event, and its facts' way to and from the log, cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventReaderBench {
    private final byte[] event = Events.wide(20).getBytes(StandardCharsets.UTF_8);
    private final EventReader reader = new EventReader();
    private final EventFacts facts = ((Read.Facts) reader.read(event)).facts();
    private final byte[] encoded = FactsCodec.encode(facts);

    @Benchmark
    public Read read() {
        return reader.read(event);
    }

    @Benchmark
    public byte[] encode() {
        return FactsCodec.encode(facts);
    }

    @Benchmark
    public EventFacts decode() {
        return FactsCodec.decode(encoded);
    }
}
