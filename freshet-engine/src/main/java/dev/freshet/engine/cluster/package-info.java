/// What the nodes of one server say to each other: control commands and surveys. Start at
/// `Controller`; any thread.
@NullMarked
package dev.freshet.engine.cluster;

import org.jspecify.annotations.NullMarked;
