/// How a publication gets from the node where it is published to every node that has subscribers.
///
/// [MemoryBroker] is the one for a single node.
@NullMarked
package dev.freshet.engine.broker;

import org.jspecify.annotations.NullMarked;
