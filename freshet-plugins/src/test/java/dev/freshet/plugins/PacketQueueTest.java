package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
    private final PacketQueue queue = new PacketQueue(100);

    @Test
    void handsOverWhatHasArrivedBeforeItTellsTheEnd() throws Exception {
        queue.onMessage(new byte[10]);
        queue.onMessage(new byte[20]);
        queue.onClose(Status.OK, new Metadata());

        assertThat(queue.take(new ArrayList<>())).hasSize(2);
        assertThat(queue.take(new ArrayList<>())).isEmpty();
        assertThat(queue.end()).isEqualTo(Status.OK);
    }

    @Test
    void moreThanItMayHoldEndsTheStream() throws Exception {
        queue.onMessage(new byte[60]);
        queue.take(new ArrayList<>());
        queue.onMessage(new byte[60]);
        queue.onMessage(new byte[60]);
        queue.onMessage(new byte[1]);
        queue.onClose(Status.CANCELLED, new Metadata());

        assertThat(queue.take(new ArrayList<>())).hasSize(1);
        Status end = Objects.requireNonNull(queue.end());
        assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.getDescription()).contains("more than 100 bytes");
    }
}
