/// The engine's front door: build one with [Engine].
@NullMarked
package dev.freshet.engine;

import org.jspecify.annotations.NullMarked;
