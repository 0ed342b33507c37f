/// Clients and helpers for tests of programs that embed the engine.
@NullMarked
package dev.freshet.engine.testkit;

import org.jspecify.annotations.NullMarked;
