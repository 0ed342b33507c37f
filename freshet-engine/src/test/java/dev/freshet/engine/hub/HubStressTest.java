package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Several publishers and real loops: everything arrives once, in the order of each publisher.
class HubStressTest {
    private static final int LOOPS = 3;
    private static final int MEMBERS_PER_LOOP = 40;
    private static final int PUBLISHERS = 4;
    private static final int PUBLICATIONS = 3000;

    @Test
    void everySubscriberGetsEveryPublicationOnceAndInOrder() throws Exception {
        var executors = new DefaultEventExecutorGroup(LOOPS);
        var limits = new HubLimits(1 << 20, 64, 1 << 20);
        var hub = new Hub(executors, ByteBufAllocator.DEFAULT, limits);
        var members = new ArrayList<Member>();
        var complete = new CountDownLatch(LOOPS * MEMBERS_PER_LOOP);
        for (var loop : hub.loops()) {
            for (int i = 0; i < MEMBERS_PER_LOOP; i++) {
                var member = new Member();
                member.onDeliver =
                        () -> {
                            if (member.lines.size() == PUBLISHERS * PUBLICATIONS) {
                                complete.countDown();
                            }
                        };
                members.add(member);
                loop.executor()
                        .submit(() ->
                                loop.join(
                                        new GroupKey("news", "news", Lines.FORM, false), 0, member))
                        .sync();
            }
        }

        var publishers =
                IntStream.range(0, PUBLISHERS)
                        .mapToObj(number -> new Thread(() -> publishAll(hub, number)))
                        .toList();
        publishers.forEach(Thread::start);

        assertThat(complete.await(60, TimeUnit.SECONDS)).isTrue();
        executors.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        for (var member : members) {
            for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
                assertThat(of(publisher, member.lines)).isEqualTo(published(publisher));
            }
            assertThat(member.lines).hasSize(PUBLISHERS * PUBLICATIONS);
        }
    }

    private static List<String> published(int publisher) {
        return IntStream.range(0, PUBLICATIONS)
                .mapToObj(number -> "news=[" + publisher + "," + number + "]")
                .toList();
    }

    private static List<String> of(int publisher, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("news=[" + publisher)).toList();
    }

    /// Waits for room as a well-behaved publisher does.
    private static void publishAll(Hub hub, int publisher) {
        for (int number = 0; number < PUBLICATIONS; number++) {
            while (!hub.hasRoom("news")) {
                var room = new CountDownLatch(1);
                hub.onRoom("news", room::countDown);
                try {
                    room.await();
                } catch (InterruptedException e) {
                    return;
                }
            }
            var data = "[" + publisher + "," + number + "]";
            hub.broadcast("news", Publication.of(Payload.ofOwnedJsonLine(data.getBytes(UTF_8))));
        }
    }
}
