package dev.freshet.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelTableTest {
    private final ChannelTable table = new ChannelTable();

    private Group group(String channel, String spelling) {
        var loop =
                new LoopHub(
                        new SteppedExecutor(),
                        ByteBufAllocator.DEFAULT,
                        table,
                        HubLimits.defaults());
        return new Group(loop, new GroupKey(channel, spelling, Lines.FORM, false), 0);
    }

    @Test
    void firstAndLastGroupOfAChannelAreToldApart() {
        var one = group("a", "a");
        var two = group("a", "default/a");

        assertThat(table.add(one)).isTrue();
        assertThat(table.add(two)).isFalse();
        assertThat(table.groups("a")).containsExactly(one, two);
        assertThat(table.remove(one)).isFalse();
        assertThat(table.groups("a")).containsExactly(two);
        assertThat(table.remove(two)).isTrue();
        assertThat(table.size()).isZero();
    }

    @Test
    void arraysThatWereReadDoNotChange() {
        var one = group("a", "a");
        table.add(one);
        var before = table.groups("a");

        table.add(group("a", "b"));
        table.remove(one);

        assertThat(before).containsExactly(one);
    }

    @Test
    void unknownChannelHasNoGroups() {
        assertThat(table.groups("nobody")).isEmpty();
    }

    @Test
    void channelsAreListedSorted() {
        var hub =
                new Hub(
                        List.of(new SteppedExecutor()),
                        ByteBufAllocator.DEFAULT,
                        HubLimits.defaults());
        for (var channel : List.of("b", "a", "c")) {
            hub.loops()
                    .getFirst()
                    .join(new GroupKey(channel, channel, Lines.FORM, false), 0, new Member());
        }

        assertThat(hub.channels()).containsExactly("a", "b", "c");
        assertThat(hub.channelCount()).isEqualTo(3);
    }
}
