package dev.freshet.plugins;

import dev.freshet.plugins.wire.RunStreamRequest;
import dev.freshet.plugins.wire.StreamGrpc;
import dev.freshet.plugins.wire.StreamPacket;
import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Measures streams of the plugin written in Go; a program for people, not a test.
///
/// A flood of small packets through `runStream`, in turns with a bare gRPC reader on the same
/// connection; then 1,000 streams of 10 packets per second and how long each packet took.
public final class PluginMeasurement {
    private static final int PACKETS = 300_000;
    private static final int ROUNDS = 7;
    private static final int STREAMS = 1000;
    private static final int SECONDS = 30;

    private PluginMeasurement() {}

    public static void main(String[] args) throws Exception {
        Path temporary = Files.createTempDirectory("freshet");
        GoPlugin.install(temporary.resolve("plugins"));
        try (var host = PluginHost.start(PluginFolder.options(temporary, "").build())) {
            var plugin = (SupervisedPlugin) host.plugin("test").orElseThrow();
            flood(plugin);
            manyStreams(plugin);
        } finally {
            RuntimeDirectory.remove(temporary);
        }
    }

    private static void flood(SupervisedPlugin plugin) throws Exception {
        var bare = new ArrayList<Double>();
        var ours = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            bare.add(rate(() -> readBare(plugin.connection())));
            ours.add(rate(() -> readOurs(plugin)));
            System.out.printf(
                    "round %d: bare %,.0f/s, runStream %,.0f/s%n",
                    round, bare.getLast(), ours.getLast());
        }
        double ratio = median(ours) / median(bare);
        System.out.printf(
                "median of warm rounds: bare %,.0f/s, runStream %,.0f/s, ratio %.2f%n",
                median(bare), median(ours), ratio);
    }

    private interface Reading {
        int read() throws Exception;
    }

    private static double rate(Reading reading) throws Exception {
        long start = System.nanoTime();
        int packets = reading.read();
        if (packets != PACKETS) {
            throw new IllegalStateException("lost packets: " + packets);
        }
        return packets * 1e9 / (System.nanoTime() - start);
    }

    private static int readBare(PluginConnection connection) throws Exception {
        var count = new AtomicInteger();
        var end = new CompletableFuture<Integer>();
        StreamGrpc.newStub(connection.channel())
                .runStream(
                        RunStreamRequest.newBuilder()
                                .setPath("flood/" + PACKETS)
                                .setPluginContext(
                                        new PluginContexts(
                                                        new FoundPlugin(
                                                                "test",
                                                                "",
                                                                "datasource",
                                                                "",
                                                                Path.of(""),
                                                                "",
                                                                SignatureState.UNSIGNED,
                                                                PluginState.RUNNING,
                                                                null),
                                                        PluginHostOptions.builder(Path.of("/tmp"))
                                                                .build())
                                                .of(1, null, source()))
                                .build(),
                        new StreamObserver<StreamPacket>() {
                            @Override
                            public void onNext(StreamPacket packet) {
                                if (!packet.getData().isEmpty()) {
                                    count.incrementAndGet();
                                }
                            }

                            @Override
                            public void onError(Throwable failure) {
                                end.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                end.complete(count.get());
                            }
                        });
        return end.get();
    }

    private static int readOurs(SupervisedPlugin plugin) throws Exception {
        var count = new AtomicInteger();
        var end = new CompletableFuture<Integer>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        plugin.streams()
                                .runStream(
                                        request("flood/" + PACKETS),
                                        sender(_ -> count.incrementAndGet()));
                        end.complete(count.get());
                    } catch (Exception e) {
                        end.completeExceptionally(e);
                    }
                });
        return end.get();
    }

    private static void manyStreams(SupervisedPlugin plugin) throws Exception {
        var micros = new AtomicLongArray(STREAMS * 10 * SECONDS * 2);
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < STREAMS; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    plugin.streams()
                                            .runStream(
                                                    request("stamp/10"),
                                                    sender(packet -> took(packet, micros, next)));
                                } catch (Exception e) {
                                    if (!(e instanceof InterruptedException)) {
                                        System.err.println(e);
                                    }
                                }
                            }));
        }
        Thread.sleep(5000);
        next.set(0);
        Thread.sleep(SECONDS * 1000L);
        int count = Math.min(next.get(), micros.length());
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = micros.get(i);
        }
        Arrays.sort(sorted);
        System.out.printf(
                "%d streams of 10 packets per second: %,d packets per second, p50 %.1f ms, p99 %.1f"
                        + " ms, max %.1f ms%n",
                STREAMS,
                count / SECONDS,
                sorted[count / 2] / 1e3,
                sorted[count * 99 / 100] / 1e3,
                sorted[count - 1] / 1e3);
    }

    private static void took(RawJson packet, AtomicLongArray micros, AtomicInteger next) {
        Instant now = Instant.now();
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        int i = next.getAndIncrement();
        if (i < micros.length()) {
            micros.set(i, (nanos - Long.parseLong(packet.toString())) / 1000);
        }
    }

    private static StreamSender sender(java.util.function.Consumer<RawJson> packets) {
        return new StreamSender() {
            @Override
            public void send(Frame frame) {}

            @Override
            public void send(RawJson packet) {
                packets.accept(packet);
            }
        };
    }

    /// Without the rounds in which the code was still being compiled.
    private static double median(List<Double> rates) {
        List<Double> warm = rates.subList(2, rates.size()).stream().sorted().toList();
        return warm.get(warm.size() / 2);
    }

    private static StreamRequest request(String path) {
        return new StreamRequest(1, null, source(), path, null, Map.of());
    }

    private static DataSource source() {
        return new DataSource(
                42,
                "P42",
                "test",
                "x",
                "",
                "",
                "",
                false,
                "",
                RawJson.of("{}"),
                Map.of(),
                Instant.ofEpochMilli(1));
    }
}
