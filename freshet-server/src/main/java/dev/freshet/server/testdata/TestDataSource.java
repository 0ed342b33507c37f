package dev.freshet.server.testdata;

import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Grafana's sample streams (`spec/grafana-live.md` §6.3): random-2s-stream, random-flakey-stream,
/// random-labeled-stream and random-20Hz-stream.
public final class TestDataSource implements StreamSource {
    private final InstantSource clock;
    private final Supplier<RandomGenerator> randoms;

    /// @param randoms a generator for each run
    public TestDataSource(InstantSource clock, Supplier<RandomGenerator> randoms) {
        this.clock = clock;
        this.randoms = randoms;
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
            Thread.sleep(stream.interval());
            walk.step();
            if (random.nextDouble() < stream.kept()) {
                sender.send(stream.frame(clock.instant(), walk, random));
            }
        }
    }
}
