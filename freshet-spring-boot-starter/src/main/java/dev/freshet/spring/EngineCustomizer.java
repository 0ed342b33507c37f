package dev.freshet.spring;

import dev.freshet.engine.EngineBuilder;

/// Changes the engine's options before it is built, after the properties and the handler beans.
/// Beans of this type are called in their order.
@FunctionalInterface
public interface EngineCustomizer {
    /// Changes what it wants to.
    void customize(EngineBuilder engine);
}
