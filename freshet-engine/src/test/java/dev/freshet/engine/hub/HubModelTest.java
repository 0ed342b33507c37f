package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/// Random joins, leaves, publications and turns of the loop against what must be true of them: who
/// was there from before a publication until all was handed out got it, who was not there between
/// did not, in order and nothing twice.
class HubModelTest {
    private static final int STEPS = 1500;
    private static final List<String> CHANNELS = List.of("a", "b");
    private static final List<String> SPELLINGS = List.of("", "x/");

    private record Published(String channel, int id, int at, int handedOutAt) {}

    private static final class Guest extends Member {
        final String channel;
        final String spelling;
        final int joinedAt;
        int leftAt = Integer.MAX_VALUE;

        Guest(String channel, String spelling, int joinedAt) {
            this.channel = channel;
            this.spelling = spelling;
            this.joinedAt = joinedAt;
        }
    }

    private final SteppedExecutor executor = new SteppedExecutor();
    private final Hub hub =
            new Hub(List.of(executor), ByteBufAllocator.DEFAULT, HubLimits.defaults());
    private final LoopHub loop = hub.loops().getFirst();
    private final List<Guest> all = new ArrayList<>();
    private final List<Guest> present = new ArrayList<>();
    private final List<Published> waiting = new ArrayList<>();
    private final List<Published> published = new ArrayList<>();

    @RepeatedTest(3)
    void everybodyGetsWhatWasPublishedWhileTheyWereThere() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int now = 0; now < STEPS; now++) {
            step(random, now);
        }
        executor.runAll();
        handedOut(STEPS);
        present.forEach(guest ->
                loop.leave(new GroupKey(guest.channel, guest.spelling, Lines.FORM, false), guest));

        for (var guest : all) {
            check(guest, seed);
        }
        assertThat(hub.channelCount()).isZero();
        assertThat(hub.channels()).isEmpty();
        assertThat(loop.heldBytes()).isZero();
        assertThat(all).allMatch(guest -> guest.slot() < 0 || present.contains(guest));
    }

    private void step(Random random, int now) {
        var channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        int dice = random.nextInt(100);
        if (dice < 20) {
            for (int i = random.nextInt(30); i >= 0; i--) {
                join(channel, SPELLINGS.get(random.nextInt(2)) + channel, now);
            }
        } else if (dice < 40) {
            for (int i = random.nextInt(30); i >= 0 && !present.isEmpty(); i--) {
                leave(present.remove(random.nextInt(present.size())), now);
            }
        } else if (dice < 70) {
            publish(channel, now);
        } else if (!executor.step()) {
            handedOut(now);
        }
    }

    private void join(String channel, String spelling, int now) {
        var guest = new Guest(channel, spelling, now);
        loop.join(new GroupKey(channel, spelling, Lines.FORM, false), 0, guest);
        all.add(guest);
        present.add(guest);
    }

    private void leave(Guest guest, int now) {
        loop.leave(new GroupKey(guest.channel, guest.spelling, Lines.FORM, false), guest);
        guest.leftAt = now;
    }

    private void publish(String channel, int now) {
        int id = published.size() + waiting.size();
        var data = Payload.ofOwnedJsonLine(Integer.toString(id).getBytes(UTF_8));
        hub.broadcast(channel, Publication.of(data));
        waiting.add(new Published(channel, id, now, Integer.MAX_VALUE));
    }

    private void handedOut(int now) {
        for (var each : waiting) {
            published.add(new Published(each.channel(), each.id(), each.at(), now));
        }
        waiting.clear();
    }

    private void check(Guest guest, long seed) {
        int next = 0;
        for (var each : published) {
            if (!each.channel().equals(guest.channel)) {
                continue;
            }
            boolean due = guest.joinedAt < each.at() && guest.leftAt > each.handedOutAt();
            boolean possible = guest.joinedAt < each.handedOutAt() && guest.leftAt > each.at();
            var line = guest.spelling + "=" + each.id();
            boolean got = next < guest.lines.size() && guest.lines.get(next).equals(line);
            next += got ? 1 : 0;
            if ((due && !got) || (got && !possible)) {
                throw new AssertionError("seed " + seed + ": " + each + " got: " + got);
            }
        }
        assertThat(guest.lines).as("seed %d: in order, nothing twice", seed).hasSize(next);
    }
}
