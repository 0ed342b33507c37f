package dev.freshet.server.testdata;

import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Grafana's sample streams (`spec/grafana-live.md` §6.3): random-2s-stream, random-flakey-stream,
/// random-labeled-stream and random-20Hz-stream.
public final class TestDataSource implements StreamSource {
    private final InstantSource clock;
    private final Supplier<RandomGenerator> randoms;
    private final Pause pause;

    /// Waits between two packets.
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /// @param randoms a generator for each run
    public TestDataSource(InstantSource clock, Supplier<RandomGenerator> randoms) {
        this(clock, randoms, Thread::sleep);
    }

    TestDataSource(InstantSource clock, Supplier<RandomGenerator> randoms, Pause pause) {
        this.clock = clock;
        this.randoms = randoms;
        this.pause = pause;
    }

    @Override
    public SubscribeReply subscribeStream(StreamRequest request) {
        return SampleStream.named(request.path()).isPresent()
                ? SubscribeReply.ok()
                : SubscribeReply.refused(StreamStatus.NOT_FOUND);
    }

    @Override
    public void runStream(StreamRequest request, StreamSender sender) throws InterruptedException {
        var stream =
                SampleStream.named(request.path())
                        .orElseThrow(() ->
                                new IllegalArgumentException("no sample stream " + request.path()));
        var random = randoms.get();
        var walk = new RandomWalk(random);
        while (true) {
            pause.of(stream.interval());
            walk.step();
            if (random.nextDouble() < stream.kept()) {
                sender.send(stream.frame(clock.instant(), walk, random));
            }
        }
    }
}
