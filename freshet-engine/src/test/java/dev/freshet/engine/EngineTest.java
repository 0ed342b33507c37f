package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineTest {
    /// Other nodes do not know yet that this one has ended; their commands were an exception for
    /// the thread that hears them.
    @Test
    void commandsThatComeAfterTheEndAreLeftOut() {
        var listeners = new ArrayList<ControlListener>();
        var engine =
                Engine.builder()
                        .eventLoops(1)
                        .controller((node, listener) -> {
                            listeners.add(listener);
                            return new MemoryController(node, listener);
                        })
                        .build();

        engine.close();

        var forced = Disconnect.FORCED;
        for (var target : new Target[] {Target.user("ann"), Target.client("c1")}) {
            listeners
                    .getFirst()
                    .onCommand(
                            "b",
                            new ControlCommand.Disconnect(
                                    target, forced.code(), forced.reason(), Set.of()));
        }
        assertThat(engine.connections().clients()).isZero();
    }
}
