package dev.freshet.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ClientInfo;
import org.junit.jupiter.api.Test;

class MemoryPresenceManagerTest extends PresenceManagerContract {
    @Override
    protected PresenceManager newManager() {
        return new MemoryPresenceManager();
    }

    @Test
    void aChannelIsForgottenWithItsLastClient() {
        var manager = new MemoryPresenceManager();
        manager.add("a", new ClientInfo("ann", "c-1", null, null));
        assertThat(manager.channelCount()).isEqualTo(1);

        manager.remove("a", "c-1", "ann");

        assertThat(manager.channelCount()).isZero();
    }
}
