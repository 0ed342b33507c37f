package dev.freshet.spring;

import dev.freshet.engine.Engine;
import dev.freshet.engine.transport.Emulation;
import dev.freshet.engine.transport.HttpStreams;
import dev.freshet.engine.transport.WebSocketUpgrade;

/// The ways into an engine.
record EngineDoors(WebSocketUpgrade upgrade, HttpStreams streams, Emulation emulation) {
    static EngineDoors of(Engine engine) {
        return new EngineDoors(engine.webSocketUpgrade(), engine.httpStreams(), engine.emulation());
    }
}
